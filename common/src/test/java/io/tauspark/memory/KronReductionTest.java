package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KronReductionTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void conductancesInSeriesAddTheirResistances() {
        Laplacian path = Graphs.of(4).edge(0, 1, 2).edge(1, 2, 3).edge(2, 3, 6).laplacian();
        assertClose(KronReduction.onto(path, 0, 3), 1, -1, -1, 1);
    }

    @Test
    void starBecomesMesh() {
        Laplacian star = Graphs.of(4).edge(3, 0, 1).edge(3, 1, 2).edge(3, 2, 5).laplacian();
        double total = 8;
        assertClose(
                KronReduction.onto(star, 0, 1, 2),
                (2 + 5) / total,
                -2 / total,
                -5 / total,
                -2 / total,
                (2 + 10) / total,
                -10 / total,
                -5 / total,
                -10 / total,
                (5 + 10) / total);
    }

    @Test
    void keepingEverythingChangesNothing() {
        Laplacian graph = Graphs.random(9, 3);
        assertClose(KronReduction.onto(graph, IntStream.range(0, 9).toArray()), graph.dense());
    }

    @Test
    void randomGraphsReduceToLaplaciansAsBySingleSteps() {
        for (long seed = 0; seed < 50; seed++) {
            int size = 8 + (int) seed;
            Laplacian graph = Graphs.random(size, seed);
            int kept = 2 + (int) seed % 6;
            double[] reduced =
                    KronReduction.onto(graph, IntStream.range(0, kept).toArray());
            LaplacianHealth health = LaplacianHealth.of(sparse(reduced));
            health.requireSound();
            assertThat(health.maxAsymmetry()).isZero();
            assertThat(health.maxRowSum()).isLessThan(TOLERANCE);
            assertThat(health.components()).isOne();
            assertClose(reduced, oneByOne(graph, kept));
            for (int i = 0; i < kept; i++) {
                for (int j = 0; j < kept; j++) {
                    assertThat(i == j || reduced[i * kept + j] <= 0).isTrue();
                }
            }
        }
    }

    @Test
    void dropsWhatTouchesNoKeptFeature() {
        Laplacian islands =
                Graphs.of(6).edge(0, 1, 1).edge(1, 2, 1).edge(3, 4, 7).laplacian();
        assertClose(KronReduction.onto(islands, 0, 2), 0.5, -0.5, -0.5, 0.5);
    }

    @Test
    void anIslandOfOneKeptFeatureIsExactlyZero() {
        Laplacian islands = Graphs.of(5)
                .edge(0, 1, 0.1)
                .edge(1, 2, 0.7)
                .edge(0, 2, 0.3)
                .edge(3, 4, 1)
                .laplacian();
        assertThat(KronReduction.onto(islands, 0, 3)).containsOnly(0);
    }

    @Test
    void headsOwnConsecutiveFeatures() {
        Laplacian path = Graphs.path(7);
        List<double[]> heads = KronReduction.headLaplacians(path, 2, 3);
        assertThat(heads).hasSize(2);
        assertClose(heads.get(0), 1, -1, 0, -1, 2, -1, 0, -1, 1);
        assertClose(heads.get(1), 1, -1, 0, -1, 2, -1, 0, -1, 1);
    }

    @Test
    void refusesMoreHeadsThanFeatures() {
        assertThatThrownBy(() -> KronReduction.headLaplacians(Graphs.path(7), 2, 4))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("2 heads of width 4 need 8 features, the memory has 7");
    }

    @Test
    void refusesAHeadWithoutEdges() {
        Laplacian halves = Graphs.of(4).edge(0, 1, 1).laplacian();
        assertThatThrownBy(() -> KronReduction.headLaplacians(halves, 2, 2))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("head 1 keeps the features 2 to 3");
    }

    @Test
    void refusesAnIndefiniteMatrix() {
        Laplacian indefinite =
                Laplacian.of(2, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, new double[] {1, -1, -1, -1});
        assertThatThrownBy(() -> KronReduction.onto(indefinite, 0)).isInstanceOf(InvalidInput.class);
    }

    /** A dense row-major matrix as a Laplacian, for measuring it. */
    static Laplacian sparse(double[] dense) {
        int size = (int) Math.sqrt(dense.length);
        return Laplacian.of(
                size,
                IntStream.range(0, dense.length).map(k -> k / size).toArray(),
                IntStream.range(0, dense.length).map(k -> k % size).toArray(),
                dense);
    }

    /** Eliminates the last feature again and again by the star-mesh rule. */
    private static double[] oneByOne(Laplacian laplacian, int kept) {
        int size = laplacian.size();
        double[] matrix = laplacian.dense();
        for (int last = size - 1; last >= kept; last--) {
            for (int i = 0; i < last; i++) {
                for (int j = 0; j < last; j++) {
                    matrix[i * size + j] -=
                            matrix[i * size + last] * matrix[last * size + j] / matrix[last * size + last];
                }
            }
        }
        return IntStream.range(0, kept * kept)
                .mapToDouble(k -> matrix[k / kept * size + k % kept])
                .toArray();
    }

    private static void assertClose(double[] actual, double... expected) {
        assertThat(actual).containsExactly(expected, within(TOLERANCE));
    }
}
