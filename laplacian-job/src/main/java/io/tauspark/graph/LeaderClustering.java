package io.tauspark.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * Clusters rows in one pass, in the order in which they come: a row far from all centroids becomes one, as long as
 * there are too few, a near one moves its centroid towards itself, one somewhat farther only counts, and the rest is
 * dropped. All distances are squared.
 *
 * <p>Source: arrowspace 0.24, {@code clustering.rs}, incremental clustering in its deterministic mode.
 */
final class LeaderClustering {
    /** Part of the radius: a row farther away than this may become a centroid. */
    private static final double NEW = 0.5;

    /** Multiple of the radius: up to here a row still counts as a member. */
    private static final double SOFT = 1.5;

    private final int most;
    private final double radius;
    private final List<double[]> centroids = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private long dropped;

    LeaderClustering(int most, double radius) {
        this.most = most;
        this.radius = radius;
    }

    /**
     * Takes a row, unless the sample does not want one at its distance from the nearest centroid.
     *
     * @param row not kept
     * @param wanted sees the squared distance, infinite as long as there is no centroid
     */
    void add(double[] row, DoublePredicate wanted) {
        int nearest = -1;
        double distance = Double.POSITIVE_INFINITY;
        for (int k = 0; k < centroids.size(); k++) {
            double candidate = squaredDistance(row, centroids.get(k), distance);
            if (candidate < distance) {
                distance = candidate;
                nearest = k;
            }
        }
        if (!wanted.test(distance)) {
            return;
        }
        if (nearest < 0 || (centroids.size() < most && distance > NEW * radius)) {
            centroids.add(row.clone());
            sizes.add(1L);
        } else if (distance <= radius) {
            double[] centroid = centroids.get(nearest);
            long size = sizes.get(nearest) + 1;
            for (int i = 0; i < row.length; i++) {
                centroid[i] += (row[i] - centroid[i]) / size;
            }
            sizes.set(nearest, size);
        } else if (distance <= SOFT * radius) {
            sizes.set(nearest, sizes.get(nearest) + 1);
        } else {
            dropped++;
        }
    }

    /** Share of the centroids that may exist which do. */
    double fill() {
        return centroids.size() / (double) most;
    }

    double[][] centroids() {
        return centroids.toArray(double[][]::new);
    }

    /** Rows that belong to some centroid. */
    long members() {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    /** Rows that were taken and belong to none. */
    long dropped() {
        return dropped;
    }

    /** Stops early once the distance exceeds the bound, which then may be any number above it. */
    private static double squaredDistance(double[] a, double[] b, double bound) {
        double sum = 0;
        int block = 64;
        for (int start = 0; start < a.length && sum <= bound; start += block) {
            int end = Math.min(a.length, start + block);
            for (int i = start; i < end; i++) {
                sum += (a[i] - b[i]) * (a[i] - b[i]);
            }
        }
        return sum;
    }
}
