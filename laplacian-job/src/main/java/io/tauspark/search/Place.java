package io.tauspark.search;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place of something in the order of λ; of equal λ, the smaller id comes first. A class, since Kryo does not know records.
 */
final class Place implements Comparable<Place>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Comparator<Place> ORDER =
            Comparator.comparingDouble(Place::lambda).thenComparing(Place::id);

    private final double lambda;
    private final String id;

    Place(double lambda, String id) {
        this.lambda = lambda;
        this.id = id;
    }

    double lambda() {
        return lambda;
    }

    String id() {
        return id;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Place that && lambda == that.lambda && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lambda, id);
    }
}
