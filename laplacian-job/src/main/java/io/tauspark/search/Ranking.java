package io.tauspark.search;

import java.io.Serializable;

/**
 * The rule by which hits are ranked, after arrowspace: α · cosine + (1 − α) · (1 − |Δλ|), with Δλ the difference of λ between
 * what is found and the query. With α = 1 it is cosine search. Whatever has the vector and the λ of the query scores exactly 1,
 * which nothing exceeds.
 *
 * <p>Source: Moriondo, arrowspace (JOSS 09002).
 *
 * @param alpha in [0, 1]
 * @param k hits to a query, at least 1
 */
record Ranking(double alpha, int k) implements Serializable {

    Hit hit(Query query, String id, double lambda, Direction direction) {
        double cosine = query.direction().cosine(direction);
        double nearness = 1 - Math.abs(lambda - query.lambda());
        return new Hit(id, alpha * cosine + (1 - alpha) * nearness, cosine, lambda);
    }
}
