package io.tauspark.termgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.netlib.lapack.Dsteqr;
import org.netlib.util.intW;

/**
 * The lowest eigenpairs of a graph's normalised Laplacian I − D^(−½) W D^(−½) beyond the trivial one.
 *
 * <p>Each component has one eigenvector of eigenvalue 0 that is known in closed form, D^½ on its terms. The trivial one
 * is that of the whole graph; of several components the others are a basis of what remains of that space. The rest is
 * found by Lanczos' iteration outside of that space, every new vector made orthogonal to all before it, until the last
 * pair that is wanted has a residual below {@link #TOLERANCE}. A sum is computed by one thread in one order, so that
 * the bits depend on the graph alone. Source: Parlett, The Symmetric Eigenvalue Problem, 1980, chapter 13.
 */
final class Lanczos {
    /** Residual ‖Lu − μu‖ at which a pair is taken, for eigenvalues between 0 and 2. */
    static final double TOLERANCE = 1e-7;

    /** Steps for each wanted pair after which the residuals are looked at, again and again. */
    private static final int STEPS_PER_PAIR = 2;

    /** A new vector as short as this is noise of rounding: the space is exhausted. */
    private static final double EXHAUSTED = 1e-12;

    /** Vectors of the basis that are used together. */
    private static final int GROUP = 16;

    private static final int BLOCK = 4_096;
    private static final long SEED = 5;

    private final TermGraph graph;
    private final int[] components;
    private final int componentCount;
    private final double[] masses;
    private final List<double[]> basis = new ArrayList<>();
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();

    /**
     * Eigenpairs.
     *
     * @param values ascending, as many as were asked for, or as there are
     * @param vectors one for each, of length 1; signs are settled
     */
    record Pairs(double[] values, double[][] vectors) {}

    private Lanczos(TermGraph graph) {
        this.graph = graph;
        components = graph.components();
        componentCount = 1 + Arrays.stream(components).max().orElse(-1);
        masses = new double[componentCount];
        for (int term = 0; term < components.length; term++) {
            if (components[term] >= 0) {
                masses[components[term]] += graph.degree(term);
            }
        }
    }

    /** @param wanted pairs */
    static Pairs lowest(TermGraph graph, int wanted) {
        return new Lanczos(graph).pairs(wanted);
    }

    private Pairs pairs(int wanted) {
        List<double[]> vectors = contrasts(wanted);
        double[] values = new double[wanted];
        int found = vectors.size();
        if (found < wanted) {
            Pairs rest = iterate(wanted - found);
            System.arraycopy(rest.values, 0, values, found, rest.values.length);
            vectors.addAll(List.of(rest.vectors));
        }
        vectors.forEach(Lanczos::settleSign);
        return new Pairs(Arrays.copyOf(values, vectors.size()), vectors.toArray(double[][]::new));
    }

    /**
     * Eigenvectors of eigenvalue 0 beside the trivial one: with a the trivial one in the coordinates of the components'
     * own, the columns but the first of the reflection that takes the first axis to a.
     */
    private List<double[]> contrasts(int most) {
        double total = Arrays.stream(masses).sum();
        double[] normal =
                Arrays.stream(masses).map(mass -> -Math.sqrt(mass / total)).toArray();
        List<double[]> contrasts = new ArrayList<>();
        if (componentCount < 2) {
            return contrasts;
        }
        normal[0] += 1;
        double squares = Arrays.stream(normal).map(value -> value * value).sum();
        for (int k = 1; k < componentCount && contrasts.size() < most; k++) {
            double[] vector = new double[components.length];
            for (int term = 0; term < vector.length; term++) {
                int own = components[term];
                if (own >= 0) {
                    double coordinate = (own == k ? 1 : 0) - 2 * normal[own] * normal[k] / squares;
                    vector[term] = coordinate * Math.sqrt(graph.degree(term) / masses[own]);
                }
            }
            contrasts.add(vector);
        }
        return contrasts;
    }

    /** Removes what a vector has of the known eigenvectors of eigenvalue 0. */
    private void leaveNullSpace(double[] vector) {
        double[] products = new double[componentCount];
        for (int term = 0; term < vector.length; term++) {
            if (components[term] >= 0) {
                products[components[term]] += vector[term] * Math.sqrt(graph.degree(term));
            }
        }
        for (int term = 0; term < vector.length; term++) {
            int own = components[term];
            vector[term] = own < 0 ? 0 : vector[term] - products[own] / masses[own] * Math.sqrt(graph.degree(term));
        }
    }

    private Pairs iterate(int wanted) {
        int terms = graph.size();
        int free = (int) Arrays.stream(components)
                        .filter(component -> component >= 0)
                        .count()
                - componentCount;
        int most = Math.min(wanted, free);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] next = new double[terms];
        fill(next, random);
        leaveNullSpace(next);
        scale(next, 1 / norm(next));
        int check = Math.min(free, Math.max(STEPS_PER_PAIR * most, most + 2));
        while (basis.size() < free) {
            basis.add(next);
            double[] image = new double[terms];
            graph.multiply(next, image);
            double along = dot(image, next);
            diagonal.add(along);
            // What is large goes first, so that one pass over the basis leaves nothing but rounding.
            subtract(along, next, image, 0, terms);
            if (basis.size() > 1) {
                subtract(beside.get(basis.size() - 2), basis.get(basis.size() - 2), image, 0, terms);
            }
            leaveNullSpace(image);
            orthogonalise(image);
            double length = norm(image);
            boolean exhausted = length < EXHAUSTED;
            if (exhausted && basis.size() < free) {
                // The start had nothing of the remaining space, whose eigenvectors may repeat earlier eigenvalues.
                length = 0;
                fill(image, random);
                leaveNullSpace(image);
                orthogonalise(image);
                orthogonalise(image);
                scale(image, 1 / norm(image));
            } else if (!exhausted) {
                scale(image, 1 / length);
            }
            beside.add(length);
            next = image;
            if (basis.size() == free || basis.size() >= check) {
                Ritz ritz = Ritz.of(diagonal, beside);
                // Where the space was exhausted every residual is 0, and eigenvalues may still have further vectors.
                boolean settled = !exhausted && ritz.residual(most, length) <= TOLERANCE;
                if (basis.size() == free || settled) {
                    return combined(ritz, most);
                }
                check = Math.min(free, check + Math.max(most / 2, 1));
            }
        }
        return new Pairs(new double[0], new double[0][]);
    }

    /** The eigenpairs of the tridiagonal matrix, by descending eigenvalues. */
    private record Ritz(double[] values, double[] vectors, int size) {
        static Ritz of(List<Double> diagonal, List<Double> beside) {
            int size = diagonal.size();
            double[] values = diagonal.stream().mapToDouble(Double::doubleValue).toArray();
            double[] off = beside.stream().mapToDouble(Double::doubleValue).toArray();
            double[] vectors = new double[size * size];
            intW info = new intW(0);
            Dsteqr.dsteqr("I", size, values, 0, off, 0, vectors, 0, size, new double[2 * size], 0, info);
            if (info.val != 0) {
                throw new IllegalStateException(
                        "the spectrum of a tridiagonal matrix of %s rows does not converge".formatted(size));
            }
            return new Ritz(values, vectors, size);
        }

        /** A value by its rank from above. */
        double value(int rank) {
            return values[size - 1 - rank];
        }

        /** A component of the eigenvector of a rank. */
        double component(int rank, int row) {
            return vectors[(size - 1 - rank) * size + row];
        }

        /** The largest residual of the first pairs. */
        double residual(int pairs, double length) {
            double largest = 0;
            for (int rank = 0; rank < pairs; rank++) {
                largest = Math.max(largest, Math.abs(component(rank, size - 1)) * length);
            }
            return largest;
        }
    }

    private Pairs combined(Ritz ritz, int count) {
        double[] values = new double[count];
        double[][] vectors = new double[count][];
        for (int rank = 0; rank < count; rank++) {
            // Rounding may leave an eigenvalue of 0 below it.
            values[rank] = Math.max(0, 1 - ritz.value(rank));
        }
        IntStream.range(0, count).parallel().forEach(rank -> {
            double[] vector = new double[graph.size()];
            for (int k = 0; k < basis.size(); k++) {
                subtract(-ritz.component(rank, k), basis.get(k), vector, 0, vector.length);
            }
            scale(vector, 1 / norm(vector));
            vectors[rank] = vector;
        });
        return new Pairs(values, vectors);
    }

    /**
     * Removes what a vector has of the basis, a group of its vectors at a time: their products first, then what they
     * stand for, while the group is still in a cache.
     */
    private void orthogonalise(double[] vector) {
        int blocks = (vector.length + BLOCK - 1) / BLOCK;
        for (int begin = 0; begin < basis.size(); begin += GROUP) {
            List<double[]> group = basis.subList(begin, Math.min(basis.size(), begin + GROUP));
            double[] products = IntStream.range(0, group.size())
                    .parallel()
                    .mapToDouble(k -> dot(group.get(k), vector))
                    .toArray();
            IntStream.range(0, blocks).parallel().forEach(block -> {
                int end = Math.min(vector.length, (block + 1) * BLOCK);
                for (int k = 0; k < products.length; k++) {
                    subtract(products[k], group.get(k), vector, block * BLOCK, end);
                }
            });
        }
    }

    private static void subtract(double factor, double[] from, double[] to, int begin, int end) {
        for (int i = begin; i < end; i++) {
            to[i] -= factor * from[i];
        }
    }

    /** Four sums beside each other, since each addition has to wait for the one before it. */
    private static double dot(double[] a, double[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 4 <= a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return first + second + third + fourth;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static void fill(double[] vector, SplittableRandom random) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextDouble() - 1.0 / 2;
        }
    }

    private static void settleSign(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        if (largest < 0) {
            scale(vector, -1);
        }
    }
}
