package io.tauspark.bench.speed;

import io.tauspark.config.InvalidInput;
import java.util.Collection;

/** The middle of repeated measurements and how far they lie apart. */
record Spread(double least, double median, double most) {

    /** @throws InvalidInput if there are no values */
    static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new InvalidInput("no values were measured; a spread needs at least one");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
