package io.tauspark.termgraph;

import io.tauspark.memory.Laplacian;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The graph of terms that are about the same: each asks for its nearest by the cosine of topical vectors, and an edge
 * stands if either end asks for it. It weighs 1 / (1 + (d / σ)^1.8) with d = 1 − cosine and σ the median d of all that
 * was asked for. Undirected; a term without direction has no edge. In compressed rows, neighbours ascending.
 *
 * <p>Source of the weight: arrowspace, {@code laplacian.rs}.
 */
final class TermGraph {
    private static final double POWER = 1.8;

    /** Vectors that a task compares with all others at a time. */
    private static final int ROWS_PER_CHUNK = 64;

    private static final int TASKS_PER_CORE = 4;

    private final int[] ends;
    private final int[] neighbours;
    private final double[] weights;
    private final double[] cosines;
    private final double[] degrees;
    private final double sigma;

    private TermGraph(int[] ends, int[] neighbours, double[] weights, double[] cosines, double sigma) {
        this.ends = ends;
        this.neighbours = neighbours;
        this.weights = weights;
        this.cosines = cosines;
        this.sigma = sigma;
        degrees = new double[ends.length];
        for (int term = 0; term < ends.length; term++) {
            for (int at = begin(term); at < ends[term]; at++) {
                degrees[term] += weights[at];
            }
        }
    }

    /** Wires the graph of some vectors, at 2 · count² · length operations, divided among the executors. */
    static TermGraph of(JavaSparkContext spark, UnitVectors vectors, int topk) {
        List<Integer> chunks = IntStream.range(0, (vectors.count() + ROWS_PER_CHUNK - 1) / ROWS_PER_CHUNK)
                .boxed()
                .toList();
        Broadcast<UnitVectors> shared = spark.broadcast(vectors);
        try {
            UnitVectors.Nearest[] nearest = new UnitVectors.Nearest[vectors.count()];
            spark.parallelize(chunks, Math.min(chunks.size(), TASKS_PER_CORE * spark.defaultParallelism()))
                    .flatMap(chunk -> {
                        int begin = chunk * ROWS_PER_CHUNK;
                        int end =
                                Math.min(begin + ROWS_PER_CHUNK, shared.value().count());
                        return shared.value().nearest(begin, end, topk).iterator();
                    })
                    .collect()
                    .forEach(found -> nearest[found.row()] = found);
            return of(nearest);
        } finally {
            shared.destroy();
        }
    }

    /** Wires the graph of what each term asks for. */
    static TermGraph of(UnitVectors.Nearest[] nearest) {
        double sigma = sigma(nearest);
        int terms = nearest.length;
        int[] asked = new int[terms];
        for (UnitVectors.Nearest each : nearest) {
            asked[each.row()] += each.size();
            for (int k = 0; k < each.size(); k++) {
                asked[each.other(k)]++;
            }
        }
        long[][] edges = new long[terms][];
        double[][] found = new double[terms][];
        for (int term = 0; term < terms; term++) {
            edges[term] = new long[asked[term]];
            found[term] = new double[asked[term]];
            asked[term] = 0;
        }
        for (UnitVectors.Nearest each : nearest) {
            for (int k = 0; k < each.size(); k++) {
                put(edges, found, asked, each.row(), each.other(k), each.cosine(k));
                put(edges, found, asked, each.other(k), each.row(), each.cosine(k));
            }
        }
        return joined(edges, found, asked, sigma);
    }

    private static void put(long[][] edges, double[][] found, int[] sizes, int term, int other, double cosine) {
        int at = sizes[term]++;
        // The neighbour above, the place of the cosine below: sorting by neighbour keeps both together.
        edges[term][at] = ((long) other << Integer.SIZE) | at;
        found[term][at] = cosine;
    }

    private static TermGraph joined(long[][] edges, double[][] found, int[] sizes, double sigma) {
        int terms = edges.length;
        int[] ends = new int[terms];
        int total = Math.toIntExact(Arrays.stream(sizes).asLongStream().sum());
        int[] neighbours = new int[total];
        double[] weights = new double[total];
        double[] cosines = new double[total];
        int size = 0;
        for (int term = 0; term < terms; term++) {
            Arrays.sort(edges[term]);
            int begin = size;
            for (long edge : edges[term]) {
                int other = (int) (edge >>> Integer.SIZE);
                double cosine = found[term][(int) edge];
                double weight = weight(cosine, sigma);
                boolean seen = size > begin && neighbours[size - 1] == other;
                if (!seen && weight > 0) {
                    neighbours[size] = other;
                    cosines[size] = cosine;
                    weights[size++] = weight;
                }
            }
            ends[term] = size;
        }
        return new TermGraph(
                ends,
                Arrays.copyOf(neighbours, size),
                Arrays.copyOf(weights, size),
                Arrays.copyOf(cosines, size),
                sigma);
    }

    private static double weight(double cosine, double sigma) {
        return 1 / (1 + StrictMath.pow(distance(cosine) / sigma, POWER));
    }

    /** Rounding may leave a cosine above 1, and a negative distance has no power. */
    private static double distance(double cosine) {
        return Math.max(0, 1 - cosine);
    }

    private static double sigma(UnitVectors.Nearest[] nearest) {
        double[] distances = Arrays.stream(nearest)
                .flatMapToDouble(each -> IntStream.range(0, each.size()).mapToDouble(k -> distance(each.cosine(k))))
                .sorted()
                .toArray();
        // Where most vectors coincide the median is 0: those that do weigh 1 then, and others nothing.
        return distances.length == 0
                ? 1
                : Math.max(
                        (distances[(distances.length - 1) / 2] + distances[distances.length / 2]) / 2,
                        Double.MIN_NORMAL);
    }

    int size() {
        return ends.length;
    }

    /** Edges, each once. */
    long edges() {
        return neighbours.length / 2;
    }

    double sigma() {
        return sigma;
    }

    int begin(int term) {
        return term == 0 ? 0 : ends[term - 1];
    }

    int end(int term) {
        return ends[term];
    }

    int neighbour(int at) {
        return neighbours[at];
    }

    double weight(int at) {
        return weights[at];
    }

    double cosine(int at) {
        return cosines[at];
    }

    /** The sum of a term's weights. */
    double degree(int term) {
        return degrees[term];
    }

    /** Numbers of components by term, in the order of their first terms; −1 of a term without edges. */
    int[] components() {
        int[] components = new int[size()];
        Arrays.fill(components, -1);
        int count = 0;
        Deque<Integer> open = new ArrayDeque<>();
        for (int start = 0; start < size(); start++) {
            if (components[start] >= 0 || degrees[start] == 0) {
                continue;
            }
            components[start] = count;
            open.push(start);
            while (!open.isEmpty()) {
                int term = open.pop();
                for (int at = begin(term); at < ends[term]; at++) {
                    if (components[neighbours[at]] < 0) {
                        components[neighbours[at]] = count;
                        open.push(neighbours[at]);
                    }
                }
            }
            count++;
        }
        return components;
    }

    /**
     * The product with the normalised adjacency matrix D^(−½) W D^(−½), whose eigenvalues are 1 less the Laplacian's.
     */
    void multiply(double[] from, double[] to) {
        double[] scaled = new double[from.length];
        for (int term = 0; term < from.length; term++) {
            scaled[term] = degrees[term] == 0 ? 0 : from[term] / Math.sqrt(degrees[term]);
        }
        for (int term = 0; term < from.length; term++) {
            double sum = 0;
            for (int at = begin(term); at < ends[term]; at++) {
                sum += weights[at] * scaled[neighbours[at]];
            }
            to[term] = degrees[term] == 0 ? 0 : sum / Math.sqrt(degrees[term]);
        }
    }

    /**
     * How rough the topical vectors are about each term: the weighted mean of ‖t_w − t_u‖² over its neighbours u, for
     * vectors t of length one; 0 of a term without edges.
     */
    double[] energies() {
        double[] energies = new double[size()];
        for (int term = 0; term < size(); term++) {
            double sum = 0;
            for (int at = begin(term); at < ends[term]; at++) {
                sum += weights[at] * 2 * distance(cosines[at]);
            }
            energies[term] = degrees[term] == 0 ? 0 : sum / degrees[term];
        }
        return energies;
    }

    /** The Laplacian D − W with a row for every token of the vocabulary; those of tokens without edges are empty. */
    Laplacian laplacian(KnownTerms known) {
        int entries = neighbours.length
                + (int) Arrays.stream(degrees).filter(degree -> degree > 0).count();
        int[] rows = new int[entries];
        int[] columns = new int[entries];
        double[] values = new double[entries];
        int k = 0;
        for (int term = 0; term < size(); term++) {
            boolean placed = degrees[term] == 0;
            for (int at = begin(term); at <= ends[term]; at++) {
                if (!placed && (at == ends[term] || neighbours[at] > term)) {
                    rows[k] = known.token(term);
                    columns[k] = known.token(term);
                    values[k++] = degrees[term];
                    placed = true;
                }
                if (at < ends[term]) {
                    rows[k] = known.token(term);
                    columns[k] = known.token(neighbours[at]);
                    values[k++] = -weights[at];
                }
            }
        }
        return Laplacian.sparse(known.vocabulary(), rows, columns, values);
    }
}
