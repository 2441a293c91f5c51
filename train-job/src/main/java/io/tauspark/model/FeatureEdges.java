package io.tauspark.model;

import io.tauspark.memory.Laplacian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The graph of a Laplacian as a list of weighted edges, from which graphs with less of its structure are made.
 *
 * @param features that the graph has
 * @param edges each once
 * @param normalised whether the Laplacian is the symmetric normalised one
 */
record FeatureEdges(int features, List<Edge> edges, boolean normalised) {
    /** Swaps tried for each edge: well beyond the few after which a graph no longer depends on where it began. */
    private static final int SWAPS_PER_EDGE = 20;

    /** A row sum up to this part of the largest entry is what rounding leaves of zero. */
    private static final double ROUNDING = 1e-9;

    /** An undirected edge. */
    record Edge(int from, int to, double weight) {}

    static FeatureEdges of(Laplacian laplacian) {
        List<Edge> edges = new ArrayList<>();
        double[] rowSums = new double[laplacian.size()];
        double[] largest = new double[1];
        laplacian.forEach((row, column, value) -> {
            rowSums[row] += value;
            largest[0] = Math.max(largest[0], Math.abs(value));
            if (row < column && value != 0) {
                edges.add(new Edge(row, column, -value));
            }
        });
        boolean normalised = Arrays.stream(rowSums).anyMatch(sum -> Math.abs(sum) > ROUNDING * largest[0]);
        return new FeatureEdges(laplacian.size(), edges, normalised);
    }

    /**
     * A random graph with the same number of neighbours at every feature: pairs of edges exchange their ends, which keeps
     * all numbers of neighbours, and the weights are dealt again.
     *
     * <p>Source: Maslov and Sneppen, Specificity and stability in topology of protein networks (Science 296, 2002).
     */
    FeatureEdges rewired(Random random) {
        List<Edge> swapped = new ArrayList<>(edges);
        Set<Long> there = new HashSet<>();
        edges.forEach(edge -> there.add(key(edge.from(), edge.to())));
        for (long k = 0; k < (long) SWAPS_PER_EDGE * edges.size(); k++) {
            int first = random.nextInt(edges.size());
            int second = random.nextInt(edges.size());
            boolean turned = random.nextBoolean();
            Edge one = swapped.get(first);
            Edge other = swapped.get(second);
            int near = turned ? other.to() : other.from();
            int far = turned ? other.from() : other.to();
            if (one.from() == far
                    || near == one.to()
                    || there.contains(key(one.from(), far))
                    || there.contains(key(near, one.to()))) {
                continue;
            }
            there.remove(key(one.from(), one.to()));
            there.remove(key(near, far));
            there.add(key(one.from(), far));
            there.add(key(near, one.to()));
            swapped.set(first, new Edge(one.from(), far, one.weight()));
            swapped.set(second, new Edge(near, one.to(), other.weight()));
        }
        List<Double> weights = new ArrayList<>(edges.stream().map(Edge::weight).toList());
        Collections.shuffle(weights, random);
        List<Edge> dealt = IntStream.range(0, weights.size())
                .mapToObj(k -> new Edge(swapped.get(k).from(), swapped.get(k).to(), weights.get(k)))
                .toList();
        return new FeatureEdges(features, dealt, normalised);
    }

    /** Every feature joined to the next, all as strongly, with the same sum of weights. */
    FeatureEdges chain() {
        double weight = edges.stream().mapToDouble(Edge::weight).sum() / Math.max(1, features - 1);
        List<Edge> path = IntStream.range(1, features)
                .mapToObj(feature -> new Edge(feature - 1, feature, weight))
                .toList();
        return new FeatureEdges(features, path, normalised);
    }

    /** The path through a number of features, without normalisation. */
    static FeatureEdges path(int features) {
        Edge first = new Edge(0, 1, features - 1);
        return new FeatureEdges(features, features > 1 ? List.of(first) : List.of(), false).chain();
    }

    /** The Laplacian of these edges, of the form of the one that they came from. */
    Laplacian laplacian() {
        double[] degrees = new double[features];
        for (Edge edge : edges) {
            degrees[edge.from()] += edge.weight();
            degrees[edge.to()] += edge.weight();
        }
        int entries = features + 2 * edges.size();
        int[] rows = new int[entries];
        int[] columns = new int[entries];
        double[] values = new double[entries];
        int next = 0;
        for (int feature = 0; feature < features; feature++) {
            rows[next] = feature;
            columns[next] = feature;
            values[next++] = normalised ? Math.signum(degrees[feature]) : degrees[feature];
        }
        for (Edge edge : edges) {
            double scale = normalised ? Math.sqrt(degrees[edge.from()] * degrees[edge.to()]) : 1;
            for (int end = 0; end < 2; end++) {
                rows[next] = end == 0 ? edge.from() : edge.to();
                columns[next] = end == 0 ? edge.to() : edge.from();
                values[next++] = -edge.weight() / scale;
            }
        }
        return Laplacian.of(features, rows, columns, values);
    }

    /** The same for both directions of an edge. */
    private long key(int from, int to) {
        return (long) Math.min(from, to) * features + Math.max(from, to);
    }
}
