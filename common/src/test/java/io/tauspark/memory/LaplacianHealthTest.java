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
    void seesAStarAsHubAndAsConnected() {
        int leaves = 39;
        Graphs star = Graphs.of(leaves + 1);
        for (int leaf = 1; leaf <= leaves; leaf++) {
            star.edge(0, leaf, 1);
        }
        LaplacianHealth health = LaplacianHealth.of(star.laplacian());
        // 5 % of 40 features are two: the centre and one leaf.
        assertThat(health.hubShare()).isCloseTo((leaves + 1.0) / (2 * leaves), within(1e-15));
        assertThat(health.lambda2()).isCloseTo(1, within(1e-12));
        assertThat(health.largestEigenvalue()).isCloseTo(leaves + 1, within(1e-12));
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
}
