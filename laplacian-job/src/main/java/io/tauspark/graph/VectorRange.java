package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The range of numbers in which vectors can be compared: their squares, summed over any number of documents and
 * features and weighed by any sound Laplacian, are doubles.
 */
public final class VectorRange {
    /** A square of 10²⁸⁰ leaves a factor of 10²⁸ for sums and weights. */
    private static final double LARGEST = 1e140;

    /** A square of 10⁻²⁸⁰ leaves as much for parts of it that count. */
    private static final double SMALLEST = 1e-140;

    private static final int FEATURES_NAMED = 5;

    private VectorRange() {}

    /**
     * Refuses vectors out of range.
     *
     * @param largest per feature the largest magnitude in all of them
     * @throws InvalidInput if one is not finite or its square too large, or all are so small that squares vanish
     */
    public static void require(double[] largest) {
        requireFinite(largest);
        refuse(
                largest,
                value -> value > LARGEST,
                "have values whose squares exceed double precision; scale the embedding down, to values below "
                        + LARGEST);
        double most = Arrays.stream(largest).max().orElse(0);
        if (most > 0 && most < SMALLEST) {
            throw new InvalidInput("the largest value of all vectors is " + most
                    + ", whose square vanishes in double precision; scale the embedding up, to values above "
                    + SMALLEST);
        }
    }

    static void requireFinite(double[] largest) {
        refuse(largest, value -> !Double.isFinite(value), "have values that are not finite; check the embedding");
    }

    /** Refuses features whose values a condition holds for. */
    static void refuse(double[] values, DoublePredicate refused, String reason) {
        int[] features = IntStream.range(0, values.length)
                .filter(i -> refused.test(values[i]))
                .toArray();
        if (features.length > 0) {
            throw new InvalidInput("features " + named(features) + " " + reason);
        }
    }

    /** The first of many. */
    private static String named(int[] features) {
        List<String> first = Arrays.stream(features)
                .limit(FEATURES_NAMED)
                .mapToObj(Integer::toString)
                .collect(Collectors.toList());
        if (features.length > FEATURES_NAMED) {
            first.add(String.format(Locale.ROOT, "and %d more", features.length - FEATURES_NAMED));
        }
        return first.toString();
    }
}
