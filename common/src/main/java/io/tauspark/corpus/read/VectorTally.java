package io.tauspark.corpus.read;

import io.tauspark.corpus.SourceRecord;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * The counts of a scan: vectors by length, rejected records by reason, lines by slice, and the largest magnitude of
 * every feature. Until the dimension is known, magnitudes are followed for the first few lengths that turn up.
 */
final class VectorTally implements Serializable {
    private static final long serialVersionUID = 1L;

    /** More lengths than a sound corpus has; the bound keeps an unsound one from filling memory. */
    private static final int FOLLOWED_LENGTHS = 8;

    private final HashMap<Integer, Long> vectors = new HashMap<>();
    private final HashMap<Integer, double[]> largest = new HashMap<>();
    private final HashSet<Integer> unfollowed = new HashSet<>();
    private final HashMap<String, Long> rejected = new HashMap<>();
    private final SliceLines lines = new SliceLines();

    void add(SourceRecord record) {
        if (record.isEndOfSlice()) {
            lines.add(record.file(), record.slice(), record.line());
        } else if (record.isDocument()) {
            add(record.vector());
        } else {
            rejected.merge(record.rejection().reason(), 1L, Long::sum);
        }
    }

    private void add(double[] vector) {
        vectors.merge(vector.length, 1L, Long::sum);
        double[] most = largest.get(vector.length);
        if (most == null) {
            if (largest.size() == FOLLOWED_LENGTHS) {
                unfollowed.add(vector.length);
                return;
            }
            most = new double[vector.length];
        }
        largest.put(vector.length, raise(most, vector));
    }

    VectorTally merge(VectorTally other) {
        other.vectors.forEach((length, count) -> vectors.merge(length, count, Long::sum));
        other.largest.forEach((length, most) -> {
            double[] own = largest.putIfAbsent(length, most);
            if (own != null) {
                largest.put(length, raise(own, most));
            }
        });
        unfollowed.addAll(other.unfollowed);
        other.rejected.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
        lines.addAll(other.lines);
        return this;
    }

    /** The length that most vectors have, of several the largest; 0 if there is no vector. */
    int mostCommonLength() {
        return vectors.entrySet().stream()
                .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** The number of vectors of every length. */
    Map<Integer, Long> vectors() {
        return vectors;
    }

    /** The number of vectors. */
    long count() {
        return vectors.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> rejected() {
        return rejected;
    }

    SliceLines lines() {
        return lines;
    }

    /** Whether {@link #largest} knows all vectors of a length. */
    boolean follows(int length) {
        return largest.containsKey(length) && !unfollowed.contains(length);
    }

    /** The largest magnitude of every feature among the vectors of a length. */
    double[] largest(int length) {
        return largest.getOrDefault(length, new double[0]);
    }

    /** Raises the first to the magnitudes of the second, and returns it. */
    static double[] raise(double[] most, double[] vector) {
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(most[i], Math.abs(vector[i]));
        }
        return most;
    }
}
