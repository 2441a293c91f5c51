package io.tauspark.search;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Something that was found for a query. Hits are ordered: the best score first, and of equal scores the smallest id, as texts
 * are compared.
 *
 * @param id of what was found
 * @param score in [−1, 1]
 * @param cosine of the angle between the two vectors, in [−1, 1]
 * @param lambda of what was found
 */
record Hit(String id, double score, double cosine, double lambda) implements Comparable<Hit>, Serializable {
    private static final Comparator<Hit> ORDER =
            Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::id);

    @Override
    public int compareTo(Hit other) {
        return ORDER.compare(this, other);
    }
}
