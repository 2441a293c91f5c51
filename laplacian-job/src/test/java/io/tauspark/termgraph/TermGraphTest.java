package io.tauspark.termgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.memory.Laplacian;
import io.tauspark.memory.Spectrum;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TermGraphTest {
    private static final int LENGTH = 6;
    private final Random random = new Random(4);

    private float[] vectors(int count) {
        float[] vectors = new float[count * LENGTH];
        for (int k = 0; k < vectors.length; k++) {
            vectors[k] = (float) random.nextGaussian();
        }
        return vectors;
    }

    private static TermGraph graph(float[] vectors, int topk) {
        int count = vectors.length / LENGTH;
        return TermGraph.of(
                new UnitVectors(vectors, count, LENGTH).nearest(0, count, topk).toArray(UnitVectors.Nearest[]::new));
    }

    private static double cosine(float[] vectors, int one, int other) {
        double product = 0;
        double squares = 0;
        double others = 0;
        for (int k = 0; k < LENGTH; k++) {
            product += vectors[one * LENGTH + k] * vectors[other * LENGTH + k];
            squares += vectors[one * LENGTH + k] * vectors[one * LENGTH + k];
            others += vectors[other * LENGTH + k] * vectors[other * LENGTH + k];
        }
        return product / Math.sqrt(squares * others);
    }

    @Test
    void findsTheNearestOfAll() {
        float[] vectors = vectors(600);
        List<UnitVectors.Nearest> found = new UnitVectors(vectors, 600, LENGTH).nearest(100, 140, 9);
        for (UnitVectors.Nearest nearest : found) {
            int row = nearest.row();
            int[] expected = IntStream.range(0, 600)
                    .filter(other -> other != row)
                    .boxed()
                    .sorted((a, b) -> Double.compare(cosine(vectors, row, b), cosine(vectors, row, a)))
                    .limit(9)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(IntStream.range(0, nearest.size()).map(nearest::other))
                    .containsExactly(Arrays.stream(expected).boxed().toArray(Integer[]::new));
            assertThat(nearest.cosine(0)).isCloseTo(cosine(vectors, row, expected[0]), within(1e-6));
        }
    }

    @Test
    void prefersTheLowerNumberOfEquallyNearOnesAndLeavesOutWhatHasNoDirection() {
        float[] vectors = new float[300 * LENGTH];
        for (int row = 0; row < 300; row++) {
            vectors[row * LENGTH + row % 2] = row == 5 ? 0 : 1 + row;
        }
        UnitVectors units = new UnitVectors(vectors, 300, LENGTH);
        UnitVectors.Nearest odd = units.nearest(1, 2, 3).get(0);
        assertThat(IntStream.range(0, 3).map(odd::other)).containsExactly(3, 7, 9);
        assertThat(units.nearest(5, 6, 3).get(0).size()).isZero();
        UnitVectors.Nearest even = units.nearest(298, 299, 2).get(0);
        assertThat(IntStream.range(0, 2).map(even::other)).containsExactly(0, 2);
    }

    @Test
    void weighsEdgesOfEitherEnd() {
        float[] vectors = vectors(50);
        TermGraph graph = graph(vectors, 4);
        for (int term = 0; term < 50; term++) {
            assertThat(graph.end(term) - graph.begin(term)).isGreaterThanOrEqualTo(4);
            double degree = 0;
            for (int at = graph.begin(term); at < graph.end(term); at++) {
                int other = graph.neighbour(at);
                double distance = 1 - cosine(vectors, term, other);
                assertThat(graph.weight(at)).isCloseTo(1 / (1 + Math.pow(distance / graph.sigma(), 1.8)), within(1e-5));
                degree += graph.weight(at);
                int back = term;
                assertThat(IntStream.range(graph.begin(other), graph.end(other))
                                .filter(there -> graph.neighbour(there) == back))
                        .hasSize(1);
            }
            assertThat(graph.degree(term)).isCloseTo(degree, within(1e-12));
        }
    }

    @Test
    void givesALaplacianOfTheWholeVocabulary() {
        float[] vectors = vectors(20);
        TermGraph graph = graph(vectors, 3);
        long[] counts = new long[25];
        Arrays.fill(counts, 2, 22, 7);
        Laplacian laplacian = graph.laplacian(new KnownTerms(counts, 3));
        assertThat(laplacian.size()).isEqualTo(25);
        assertThat(laplacian.maxAsymmetry()).isZero();
        double[] sums = new double[25];
        laplacian.forEach((row, column, value) -> sums[row] += value);
        assertThat(Arrays.stream(sums).map(Math::abs).max().orElseThrow()).isLessThan(1e-12);
        assertThat(laplacian.at(3, 3)).isEqualTo(graph.degree(1));
        assertThat(laplacian.at(0, 0)).isZero();
    }

    /** All eigenpairs of the normalised Laplacian by a dense solve. */
    private static Spectrum dense(TermGraph graph) {
        int size = graph.size();
        int[] rows = new int[size * size];
        int[] columns = new int[size * size];
        double[] values = new double[size * size];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = k / size;
            columns[k] = k % size;
            values[k] = k / size == k % size && graph.degree(k / size) > 0 ? 1 : 0;
        }
        for (int term = 0; term < size; term++) {
            for (int at = graph.begin(term); at < graph.end(term); at++) {
                int other = graph.neighbour(at);
                values[term * size + other] -= graph.weight(at) / Math.sqrt(graph.degree(term) * graph.degree(other));
            }
        }
        return Spectrum.of(Laplacian.of(size, rows, columns, values));
    }

    private static void assertEigenpairs(TermGraph graph, Lanczos.Pairs pairs, int wanted) {
        Spectrum dense = dense(graph);
        assertThat(pairs.values()).hasSize(wanted);
        for (int k = 0; k < wanted; k++) {
            assertThat(pairs.values()[k]).isCloseTo(dense.value(k + 1), within(1e-9));
            double[] vector = pairs.vectors()[k];
            double[] image = new double[vector.length];
            graph.multiply(vector, image);
            double squares = 0;
            for (int term = 0; term < vector.length; term++) {
                double rest = vector[term] - image[term] - pairs.values()[k] * vector[term];
                squares += rest * rest;
            }
            assertThat(Math.sqrt(squares)).isLessThan(1e-6);
            for (int other = 0; other <= k; other++) {
                double product = 0;
                double trivial = 0;
                for (int term = 0; term < vector.length; term++) {
                    product += vector[term] * pairs.vectors()[other][term];
                    trivial += vector[term] * Math.sqrt(graph.degree(term));
                }
                assertThat(product).isCloseTo(other == k ? 1 : 0, within(1e-8));
                assertThat(trivial).isCloseTo(0, within(1e-8));
            }
        }
    }

    @Test
    void hasTheLowEigenpairsOfADenseSolve() {
        TermGraph graph = graph(vectors(300), 5);
        assertThat(Arrays.stream(graph.components()).max()).hasValue(0);
        assertEigenpairs(graph, Lanczos.lowest(graph, 20), 20);
    }

    @Test
    void hasAllEigenpairsIfAsked() {
        TermGraph graph = graph(vectors(40), 4);
        assertEigenpairs(graph, Lanczos.lowest(graph, 39), 39);
    }

    @Test
    void tellsTheComponentsOfADividedGraphApart() {
        // Three bundles of directions so narrow that no neighbour lies in another, and one vector without a direction.
        float[] vectors = new float[91 * LENGTH];
        for (int row = 0; row < 90; row++) {
            for (int k = 0; k < LENGTH; k++) {
                vectors[row * LENGTH + k] = (k == row % 3 ? 100 : 0) + (float) random.nextGaussian();
            }
        }
        TermGraph graph = graph(vectors, 4);
        int[] components = graph.components();
        assertThat(components[90]).isEqualTo(-1);
        for (int row = 0; row < 90; row++) {
            assertThat(components[row]).isEqualTo(row % 3);
        }
        Lanczos.Pairs pairs = Lanczos.lowest(graph, 12);
        assertThat(pairs.values()[0]).isZero();
        assertThat(pairs.values()[1]).isZero();
        assertThat(pairs.values()[2]).isGreaterThan(1e-3);
        Spectrum dense = dense(graph);
        for (int k = 0; k < 12; k++) {
            // The vector without edges has an eigenvalue of 0 of its own.
            assertThat(pairs.values()[k]).isCloseTo(dense.value(k + 2), within(1e-9));
            assertThat(pairs.vectors()[k][90]).isZero();
        }
        // On each component a constant times the root of the degree.
        double[] contrast = pairs.vectors()[0];
        double first = contrast[0] / Math.sqrt(graph.degree(0));
        for (int row = 3; row < 90; row += 3) {
            assertThat(contrast[row] / Math.sqrt(graph.degree(row))).isCloseTo(first, within(1e-9));
        }
    }

    @Test
    void givesTermsAmongTheSameOnesLessEnergy() {
        float[] vectors = new float[40 * LENGTH];
        for (int row = 0; row < 40; row++) {
            for (int k = 0; k < LENGTH; k++) {
                double spread = row < 20 ? 0.01 : 1;
                vectors[row * LENGTH + k] = (float) ((row < 20 ? 1 : 0) + spread * random.nextGaussian());
            }
        }
        double[] energies = graph(vectors, 5).energies();
        for (int row = 0; row < 20; row++) {
            assertThat(energies[row]).isBetween(0.0, 0.01);
        }
        assertThat(Arrays.stream(energies, 20, 40).min().orElseThrow()).isGreaterThan(0.02);
    }

    @Test
    void weighsVectorsThatCoincideAsOne() {
        float[] vectors = new float[8 * LENGTH];
        for (int row = 0; row < 8; row++) {
            vectors[row * LENGTH] = 1;
        }
        TermGraph graph = graph(vectors, 3);
        for (int at = graph.begin(0); at < graph.end(0); at++) {
            assertThat(graph.weight(at)).isEqualTo(1);
        }
        assertThat(graph.energies()).containsOnly(0);
    }
}
