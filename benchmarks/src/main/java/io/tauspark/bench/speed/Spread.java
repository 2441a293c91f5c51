package io.tauspark.bench.speed;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The middle of repeated measurements and how far they lie apart. */
public record Spread(double least, double median, double most) {
    /** The spread of at least one value. */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values, so no spread");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** The spread of a quantity of at least one thing. */
    public static <T> Spread of(Collection<T> things, ToDoubleFunction<? super T> quantity) {
        return of(things.stream().map(quantity::applyAsDouble).toList());
    }

    /**
     * The median, and the range behind it.
     *
     * @param number the format of each of the three
     */
    public String text(String number) {
        return String.format(Locale.ROOT, number + " (" + number + "–" + number + ")", median, least, most);
    }
}
