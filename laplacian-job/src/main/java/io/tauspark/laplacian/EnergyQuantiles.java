package io.tauspark.laplacian;

import io.tauspark.memory.Taumode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Exact order statistics of energies, by sorting all of them.
 *
 * @param p05 energy of rank round(0.05 (n − 1))
 * @param median the middle energy, of an even number the mean of the middle two, with {@link Taumode}'s floor
 * @param p50 energy of rank round(0.5 (n − 1))
 * @param p95 energy of rank round(0.95 (n − 1))
 */
record EnergyQuantiles(double p05, double median, double p50, double p95) {
    /** @param count how many energies there are, at least one */
    static EnergyQuantiles of(JavaRDD<Double> energies, long count) {
        long[] ranks = {rank(0.05, count), (count - 1) / 2, count / 2, rank(0.5, count), rank(0.95, count)};
        JavaRDD<Double> sorted = energies.sortBy(energy -> energy, true, energies.getNumPartitions())
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<Long, Double> found = new LinkedHashMap<>();
            sorted.zipWithIndex()
                    .filter(ranked -> isOneOf(ranked._2(), ranks))
                    .collect()
                    .forEach(ranked -> found.put(ranked._2(), ranked._1()));
            double[] values = new double[ranks.length];
            for (int k = 0; k < ranks.length; k++) {
                values[k] = found.getOrDefault(ranks[k], Double.NaN);
            }
            return new EnergyQuantiles(values[0], Taumode.median(values[1], values[2]), values[3], values[4]);
        } finally {
            sorted.unpersist();
        }
    }

    private static long rank(double part, long count) {
        return Math.round(part * (count - 1));
    }

    private static boolean isOneOf(long rank, long[] ranks) {
        for (long wanted : ranks) {
            if (wanted == rank) {
                return true;
            }
        }
        return false;
    }
}
