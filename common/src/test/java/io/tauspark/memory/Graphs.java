package io.tauspark.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Laplacians of small graphs, made edge by edge. */
final class Graphs {
    private final int size;
    private final List<double[]> edges = new ArrayList<>();

    private Graphs(int size) {
        this.size = size;
    }

    static Graphs of(int size) {
        return new Graphs(size);
    }

    Graphs edge(int from, int to, double weight) {
        edges.add(new double[] {from, to, weight});
        return this;
    }

    static Laplacian path(int size) {
        Graphs path = of(size);
        for (int node = 1; node < size; node++) {
            path.edge(node - 1, node, 1);
        }
        return path.laplacian();
    }

    static Laplacian cycle(int size) {
        Graphs cycle = of(size).edge(size - 1, 0, 1);
        for (int node = 1; node < size; node++) {
            cycle.edge(node - 1, node, 1);
        }
        return cycle.laplacian();
    }

    static Laplacian complete(int size) {
        Graphs complete = of(size);
        for (int node = 1; node < size; node++) {
            for (int other = 0; other < node; other++) {
                complete.edge(other, node, 1);
            }
        }
        return complete.laplacian();
    }

    /** Node 0 and its leaves. */
    static Laplacian star(int size) {
        Graphs star = of(size);
        for (int leaf = 1; leaf < size; leaf++) {
            star.edge(0, leaf, 1);
        }
        return star.laplacian();
    }

    /** Connected: a random tree and as many random edges again. */
    static Laplacian random(int size, long seed) {
        Random random = new Random(seed);
        Graphs graph = of(size);
        for (int node = 1; node < size; node++) {
            graph.edge(random.nextInt(node), node, random.nextDouble() + 0.1);
            int other = random.nextInt(size);
            if (other != node) {
                graph.edge(node, other, random.nextDouble() + 0.1);
            }
        }
        return graph.laplacian();
    }

    Laplacian laplacian() {
        int count = 4 * edges.size();
        int[] rows = new int[count];
        int[] columns = new int[count];
        double[] values = new double[count];
        int k = 0;
        for (double[] edge : edges) {
            int[][] places = {
                {(int) edge[0], (int) edge[0]},
                {(int) edge[1], (int) edge[1]},
                {(int) edge[0], (int) edge[1]},
                {(int) edge[1], (int) edge[0]}
            };
            for (int place = 0; place < places.length; place++) {
                rows[k] = places[place][0];
                columns[k] = places[place][1];
                values[k++] = place < 2 ? edge[2] : -edge[2];
            }
        }
        return Laplacian.of(size, rows, columns, values);
    }

    /** D^(−1/2) L D^(−1/2), D being the diagonal of L. */
    static Laplacian normalised(Laplacian laplacian) {
        return mapped(laplacian, (row, column, value) -> {
            double product = laplacian.at(row, row) * laplacian.at(column, column);
            return row == column ? Math.signum(value) : value / Math.sqrt(product);
        });
    }

    static Laplacian scaled(Laplacian laplacian, double factor) {
        return mapped(laplacian, (row, column, value) -> factor * value);
    }

    /** The same graph with node i called {@code names[i]}. */
    static Laplacian renamed(Laplacian laplacian, int... names) {
        int size = laplacian.size();
        int[] rows = new int[laplacian.nonZeros()];
        int[] columns = new int[laplacian.nonZeros()];
        double[] values = new double[laplacian.nonZeros()];
        int[] k = new int[1];
        laplacian.forEach((row, column, value) -> {
            rows[k[0]] = names[row];
            columns[k[0]] = names[column];
            values[k[0]++] = value;
        });
        return Laplacian.of(size, rows, columns, values);
    }

    /** A new value for every entry that is stored. */
    @FunctionalInterface
    private interface Change {
        double of(int row, int column, double value);
    }

    private static Laplacian mapped(Laplacian laplacian, Change change) {
        int[] rows = new int[laplacian.nonZeros()];
        int[] columns = new int[laplacian.nonZeros()];
        double[] values = new double[laplacian.nonZeros()];
        int[] k = new int[1];
        laplacian.forEach((row, column, value) -> {
            rows[k[0]] = row;
            columns[k[0]] = column;
            values[k[0]++] = change.of(row, column, value);
        });
        return Laplacian.of(laplacian.size(), rows, columns, values);
    }
}
