package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

class LaplacianHealthTest {
    @Test
    void knowsTheSpectrumOfAPath() {
        int size = 12;
        LaplacianHealth health = LaplacianHealth.of(Graphs.path(size));
        health.requireSound();
        assertThat(health.size()).isEqualTo(size);
        assertThat(health.nonZeros()).isEqualTo(3 * size - 2);
        assertThat(health.smallestEigenvalue()).isCloseTo(0, within(1e-13));
        assertThat(health.lambda2()).isCloseTo(2 - 2 * Math.cos(Math.PI / size), within(1e-13));
        assertThat(health.largestEigenvalue()).isCloseTo(2 - 2 * Math.cos(Math.PI * (size - 1) / size), within(1e-13));
        assertThat(health.components()).isOne();
    }

    @Test
    void knowsTheSpectrumOfACycle() {
        int size = 9;
        LaplacianHealth health = LaplacianHealth.of(Graphs.cycle(size));
        health.requireSound();
        assertThat(health.lambda2()).isCloseTo(2 - 2 * Math.cos(2 * Math.PI / size), within(1e-13));
        assertThat(health.largestEigenvalue()).isCloseTo(2 - 2 * Math.cos(Math.PI * (size - 1) / size), within(1e-13));
        assertThat(health.density()).isEqualTo(3.0 / size);
    }

    @Test
    void knowsTheSpectrumOfACompleteGraph() {
        int size = 7;
        LaplacianHealth health = LaplacianHealth.of(Graphs.complete(size));
        health.requireSound();
        assertThat(health.lambda2()).isCloseTo(size, within(1e-12));
        assertThat(health.largestEigenvalue()).isCloseTo(size, within(1e-12));
        assertThat(health.density()).isOne();
    }

    @Test
    void seesAStarAsHubAndAsConnected() {
        int size = 40;
        LaplacianHealth health = LaplacianHealth.of(Graphs.star(size));
        // 5 % of 40 features are two: the centre and one leaf.
        assertThat(health.hubShare()).isCloseTo(size / (2.0 * (size - 1)), within(1e-15));
        assertThat(health.lambda2()).isCloseTo(1, within(1e-12));
        assertThat(health.largestEigenvalue()).isCloseTo(size, within(1e-12));
    }

    @Test
    void knowsSymmetricSpectra() {
        LaplacianHealth star = symmetric(Graphs.star(12));
        assertThat(star.lambda2()).isCloseTo(1, within(1e-13));
        assertThat(star.largestEigenvalue()).isCloseTo(2, within(1e-13));
        LaplacianHealth complete = symmetric(Graphs.complete(8));
        assertThat(complete.lambda2()).isCloseTo(8 / 7.0, within(1e-13));
        LaplacianHealth cycle = symmetric(Graphs.cycle(9));
        assertThat(cycle.lambda2()).isCloseTo(1 - Math.cos(2 * Math.PI / 9), within(1e-13));
    }

    @Test
    void takesASymmetricGraphWithHubsAndLonelyFeatures() {
        Laplacian star = Graphs.normalised(Graphs.star(40));
        LaplacianHealth health = LaplacianHealth.of(star, LaplacianForm.SYMMETRIC);
        health.requireSound();
        assertThat(health.maxRowSum()).isGreaterThan(1);
        // Its trace is even; its edges are not.
        assertThat(health.hubShare()).isCloseTo(40 / 78.0, within(1e-15));
        LaplacianHealth lonely =
                symmetric(Graphs.of(5).edge(0, 1, 3).edge(2, 3, 1).laplacian());
        assertThat(lonely.components()).isEqualTo(3);
        for (long seed = 1; seed <= 20; seed++) {
            symmetric(Graphs.random(25, seed));
        }
    }

    @Test
    void tellsTheFormsApart() {
        assertThat(LaplacianHealth.of(Graphs.path(12), LaplacianForm.SYMMETRIC).broken())
                .hasSize(2)
                .anySatisfy(rule -> assertThat(rule).startsWith("the diagonal is off by up to 1.00:"))
                .anySatisfy(rule -> assertThat(rule).contains("must not exceed 2"));
        assertThat(LaplacianHealth.of(Graphs.normalised(Graphs.star(5))).broken())
                .singleElement()
                .asString()
                .contains("instead of zero");
    }

    @Test
    void refusesAUnitDiagonalWithoutANullSpace() {
        int[] rows = {0, 0, 1, 1, 1, 2, 2};
        int[] columns = {0, 1, 0, 1, 2, 1, 2};
        double[] values = {1, -0.3, -0.3, 1, -0.3, -0.3, 1};
        assertThat(LaplacianHealth.of(Laplacian.of(3, rows, columns, values), LaplacianForm.SYMMETRIC)
                        .broken())
                .singleElement()
                .asString()
                .startsWith("not singular");
    }

    @Test
    void refusesNegativeWeights() {
        // Rows sum to zero, and the spectrum is 0, 1, 6.
        Laplacian signed =
                Graphs.of(3).edge(0, 1, 2).edge(1, 2, 2).edge(0, 2, -0.5).laplacian();
        LaplacianHealth health = LaplacianHealth.of(signed);
        assertThat(health.positiveSemiDefinite()).isTrue();
        assertThatThrownBy(health::requireSound)
                .hasMessageContaining("no combinatorial graph Laplacian")
                .hasMessageContaining("an entry beside the diagonal is 0.500");
    }

    @Test
    void countsComponentsAndLonelyFeatures() {
        LaplacianHealth health =
                LaplacianHealth.of(Graphs.of(6).edge(0, 1, 1).edge(2, 4, 1).laplacian());
        health.requireSound();
        assertThat(health.components()).isEqualTo(4);
        assertThat(health.lambda2()).isCloseTo(0, within(1e-15));
    }

    @Test
    void namesEveryBrokenRule() {
        Laplacian broken = Laplacian.of(2, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, new double[] {1, -3, -2, 1});
        assertThatThrownBy(() -> LaplacianHealth.of(broken).requireSound())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("not symmetric")
                .hasMessageContaining("instead of zero")
                .hasMessageContaining("not positive semi-definite");
    }

    @Test
    void refusesAGraphWithoutEdges() {
        Laplacian empty = Laplacian.of(3, new int[] {1}, new int[] {1}, new double[] {0});
        assertThatThrownBy(() -> LaplacianHealth.of(empty).requireSound()).hasMessageContaining("no edges");
    }

    @Test
    void bearsRoundingAtAnyScale() {
        for (double scale : new double[] {1e-9, 1, 1e9}) {
            Graphs graph = Graphs.of(30);
            for (int node = 1; node < 30; node++) {
                graph.edge(node / 3, node, scale / node);
            }
            assertThatCode(() -> LaplacianHealth.of(graph.laplacian()).requireSound())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void searchesNoNativeLibraries() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        StreamHandler handler = new StreamHandler(log, new SimpleFormatter());
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            LaplacianHealth.of(Graphs.path(3));
        } finally {
            root.removeHandler(handler);
        }
        handler.flush();
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static LaplacianHealth symmetric(Laplacian combinatorial) {
        LaplacianHealth health = LaplacianHealth.of(Graphs.normalised(combinatorial), LaplacianForm.SYMMETRIC);
        health.requireSound();
        return health;
    }
}
