package io.tauspark.search;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The place of something in the order of λ; of equal λ, the smaller id comes first.
 *
 * @param lambda on the graph of the memory
 * @param id unique
 */
record Place(double lambda, String id) implements Comparable<Place>, Serializable {
    private static final Comparator<Place> ORDER =
            Comparator.comparingDouble(Place::lambda).thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
