package io.tauspark.search;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was found for a query, with its λ. Score and cosine lie in [−1, 1]. Hits are ordered: the best score first, and
 * of equal scores the smallest id, as texts are compared. A class, since Kryo does not know records.
 */
final class Hit implements Comparable<Hit>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Comparator<Hit> ORDER =
            Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::id);

    private final String id;
    private final double score;
    private final double cosine;
    private final double lambda;

    Hit(String id, double score, double cosine, double lambda) {
        this.id = id;
        this.score = score;
        this.cosine = cosine;
        this.lambda = lambda;
    }

    String id() {
        return id;
    }

    double score() {
        return score;
    }

    double cosine() {
        return cosine;
    }

    double lambda() {
        return lambda;
    }

    @Override
    public int compareTo(Hit other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hit that
                && id.equals(that.id)
                && score == that.score
                && cosine == that.cosine
                && lambda == that.lambda;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, score, cosine, lambda);
    }

    @Override
    public String toString() {
        return "%s: %s (cosine %s, lambda %s)".formatted(id, score, cosine, lambda);
    }
}
