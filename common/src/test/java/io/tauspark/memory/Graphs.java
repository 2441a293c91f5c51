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
}
