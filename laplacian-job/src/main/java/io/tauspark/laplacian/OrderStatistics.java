package io.tauspark.laplacian;

import io.tauspark.memory.EnergyDistribution;
import io.tauspark.memory.Taumode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Exact order statistics of numbers that are spread over a cluster, by sorting all of them once.
 *
 * @param count how many numbers there are
 * @param median the middle one, of an even number the mean of the middle two, with {@link Taumode}'s floor
 * @param percentile the one of rank round((n − 1) · part), with the same floor
 * @param mean with the same floor
 * @param distribution evenly spaced ranks, unless there are no numbers
 */
public record OrderStatistics(
        long count, double median, double percentile, double mean, Optional<EnergyDistribution> distribution) {
    private static final OrderStatistics OF_NOTHING =
            new OrderStatistics(0, Taumode.FLOOR, Taumode.FLOOR, Taumode.FLOOR, Optional.empty());

    /** @param part of the percentile, in [0, 1] */
    public static OrderStatistics of(JavaDoubleRDD numbers, double part) {
        var sorted = numbers.map(number -> number)
                .sortBy(number -> number, true, numbers.getNumPartitions())
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long count = sorted.count();
            if (count == 0) {
                return OF_NOTHING;
            }
            long last = count - 1;
            long[] even = IntStream.range(0, EnergyDistribution.POINTS)
                    .mapToLong(k -> EnergyDistribution.rank(k, count))
                    .toArray();
            Set<Long> ranks = new HashSet<>(List.of(last / 2, count / 2, Math.round(part * last)));
            Arrays.stream(even).forEach(ranks::add);
            Map<Long, Double> found = new HashMap<>();
            sorted.zipWithIndex()
                    .filter(ranked -> ranks.contains(ranked._2()))
                    .collect()
                    .forEach(ranked -> found.put(ranked._2(), ranked._1()));
            double mean = sorted.mapToDouble(number -> number).sum() / count;
            return new OrderStatistics(
                    count,
                    Taumode.median(at(found, last / 2), at(found, count / 2)),
                    Math.max(at(found, Math.round(part * last)), Taumode.FLOOR),
                    Math.max(mean, Taumode.FLOOR),
                    Optional.of(EnergyDistribution.of(
                            count,
                            Arrays.stream(even)
                                    .mapToDouble(rank -> at(found, rank))
                                    .toArray())));
        } finally {
            sorted.unpersist(true);
        }
    }

    /** τ by a rule over these energies. */
    public double tau(TauConfig config) {
        return switch (config.rule()) {
            case MEDIAN -> median;
            case MEAN -> mean;
            case PERCENTILE -> percentile;
            case FIXED -> config.value();
            case MEMORY -> throw new IllegalStateException("the memory's own tau does not come from these energies");
        };
    }

    private static double at(Map<Long, Double> found, long rank) {
        return Objects.requireNonNull(found.get(rank), "a rank that was looked for");
    }
}
