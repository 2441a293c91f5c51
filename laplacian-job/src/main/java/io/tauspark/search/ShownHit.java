package io.tauspark.search;

import io.tauspark.config.Excerpt;
import java.util.Locale;

/**
 * A hit as people see it.
 *
 * @param rank from 1
 * @param id of what was found
 * @param score by which it was ranked
 * @param cosine of the angle between the two vectors
 * @param lambda of what was found
 * @param delta λ of what was found minus that of the query
 * @param text its beginning; empty if it has none
 */
public record ShownHit(int rank, String id, double score, double cosine, double lambda, double delta, String text) {
    /** Characters of a text, so that a hit fits a line. */
    private static final int LONGEST = 80;

    static ShownHit of(int rank, Hit hit, Query query, String text) {
        return new ShownHit(
                rank,
                hit.id(),
                hit.score(),
                hit.cosine(),
                hit.lambda(),
                hit.lambda() - query.lambda(),
                Excerpt.of(Excerpt.line(text), LONGEST));
    }

    /** One line, ended. */
    String line() {
        return String.format(
                Locale.ROOT,
                "  %3d  %.4f  cosine %.4f  lambda %.4f (%+.4f)  %s  %s%n",
                rank,
                score,
                cosine,
                lambda,
                delta,
                Excerpt.line(id),
                text);
    }
}
