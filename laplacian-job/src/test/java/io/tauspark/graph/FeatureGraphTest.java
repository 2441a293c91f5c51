package io.tauspark.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.graph.GraphConfig.Neighbours;
import io.tauspark.graph.GraphConfig.Normalisation;
import io.tauspark.graph.GraphConfig.Sparsify;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureGraphTest {
    private static final double TOLERANCE = 1e-10;

    @Test
    void reproducesTheGoldenGraphs() {
        FeatureGram gram = gram(goldenRows());
        int checked = 0;
        for (JsonNode golden : golden().path("cases")) {
            JsonNode params = golden.path("params");
            Neighbours neighbours =
                    params.path("candidates").asText().equals("exact") ? Neighbours.EXACT : Neighbours.STRIDED;
            Laplacian laplacian = FeatureGraph.laplacian(
                    gram,
                    config(
                            params.path("eps").asDouble(),
                            params.path("topk").asInt(),
                            params.path("p").asDouble(),
                            params.path("sigma").asDouble(),
                            neighbours));
            assertThat(laplacian.nonZeros()).isEqualTo(golden.path("nnz").asInt());
            for (int i = 0; i < laplacian.size(); i++) {
                for (int j = 0; j < laplacian.size(); j++) {
                    assertThat(laplacian.at(i, j))
                            .isCloseTo(golden.path("laplacian").path(i).path(j).asDouble(), within(TOLERANCE));
                }
            }
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }

    @Test
    void keepsTheBetterHalfOfManyNeighbours() {
        int features = 40;
        FeatureGram gram = gram(randomRows(200, features, 4));
        GraphConfig config = config(0.97, 15, 1.8, 0.535, Neighbours.EXACT);
        Laplacian laplacian = FeatureGraph.laplacian(gram, config);
        Set<List<Integer>> expected = halvedEdges(gram, config);
        Set<List<Integer>> found = new HashSet<>();
        laplacian.forEach((row, column, value) -> {
            if (row != column) {
                found.add(List.of(row, column));
            }
        });
        assertThat(found).isEqualTo(expected);
        LaplacianHealth health = LaplacianHealth.of(laplacian, LaplacianForm.COMBINATORIAL);
        health.requireSound();
        assertThat(health.maxAsymmetry()).isZero();
        assertThat(health.maxRowSum()).isLessThan(1e-12);
    }

    @Test
    void halvesAlwaysOrNeverIfToldTo() {
        FeatureGram gram = gram(randomRows(200, 20, 4));
        Laplacian all =
                FeatureGraph.laplacian(gram, config(2, 5, 2, 1, Neighbours.EXACT, Sparsify.NEVER, Normalisation.NONE));
        Laplacian half =
                FeatureGraph.laplacian(gram, config(2, 5, 2, 1, Neighbours.EXACT, Sparsify.ALWAYS, Normalisation.NONE));
        Laplacian many =
                FeatureGraph.laplacian(gram, config(2, 15, 2, 1, Neighbours.EXACT, Sparsify.NEVER, Normalisation.NONE));
        assertThat(lightest(all)).isEqualTo(6);
        assertThat(lightest(half)).isEqualTo(3);
        assertThat(lightest(many)).isEqualTo(16);
    }

    @Test
    void scalesToAMeanEigenvalueOfOne() {
        FeatureGram gram = gram(randomRows(200, 20, 4));
        Laplacian plain = FeatureGraph.laplacian(gram, config(2, 5, 2, 1, Neighbours.EXACT));
        Laplacian scaled =
                FeatureGraph.laplacian(gram, config(2, 5, 2, 1, Neighbours.EXACT, Sparsify.AUTO, Normalisation.TRACE));
        double trace = 0;
        for (int i = 0; i < 20; i++) {
            trace += scaled.at(i, i);
        }
        assertThat(trace).isCloseTo(20, within(1e-12));
        double factor = scaled.at(0, 0) / plain.at(0, 0);
        plain.forEach(
                (row, column, value) -> assertThat(scaled.at(row, column)).isCloseTo(value * factor, within(1e-12)));
        LaplacianHealth.of(scaled, LaplacianForm.COMBINATORIAL).requireSound();
    }

    @Test
    void normalisesSymmetrically() {
        FeatureGram gram = gram(randomRows(200, 20, 4));
        Laplacian plain = FeatureGraph.laplacian(gram, config(0.96, 5, 2, 1, Neighbours.EXACT));
        Laplacian normalised = FeatureGraph.laplacian(
                gram, config(0.96, 5, 2, 1, Neighbours.EXACT, Sparsify.AUTO, Normalisation.SYMMETRIC));
        plain.forEach((row, column, value) -> {
            double expected = value == 0 ? 0 : value / Math.sqrt(plain.at(row, row) * plain.at(column, column));
            assertThat(normalised.at(row, column)).isCloseTo(expected, within(1e-12));
        });
        LaplacianHealth health = LaplacianHealth.of(normalised, LaplacianForm.SYMMETRIC);
        health.requireSound();
        assertThat(health.largestEigenvalue()).isBetween(1.0, 2.0);
    }

    @Test
    void asksForFewerNeighboursWhereArrowspaceDoes() {
        FeatureGram gram = gram(randomRows(200, 20, 4));
        for (int[] rule : new int[][] {{5, 3}, {9, 4}, {10, 7}}) {
            GraphConfig lowered = new GraphConfig(
                    GraphConfig.Mode.ARROWSPACE,
                    2,
                    7,
                    2,
                    1,
                    Neighbours.EXACT,
                    Sparsify.AUTO,
                    Normalisation.NONE,
                    Arrowspaces.withK(rule[0]));
            assertThat(lightest(FeatureGraph.laplacian(gram, lowered))).isEqualTo(rule[1] + 1);
        }
    }

    @Test
    void linksNothingBeyondEps() {
        FeatureGram gram = gram(new double[][] {{1, 1, 0, 0}, {0, 0.1, 1, 1}, {0, 0, 0, 0.1}});
        Laplacian laplacian = FeatureGraph.laplacian(gram, config(0.5, 2, 2, 1, Neighbours.EXACT));
        assertThat(laplacian.at(0, 1)).isNegative();
        assertThat(laplacian.at(2, 3)).isNegative();
        assertThat(laplacian.at(0, 2)).isZero();
        assertThat(laplacian.at(1, 2)).isZero();
        assertThat(LaplacianHealth.of(laplacian, LaplacianForm.COMBINATORIAL).components())
                .isEqualTo(2);
    }

    @Test
    void storesTheDiagonalOfALonelyFeature() {
        FeatureGram gram = gram(new double[][] {{1, 1, 0}, {0, 0, 1}});
        Laplacian laplacian = FeatureGraph.laplacian(gram, config(0.5, 1, 2, 1, Neighbours.EXACT));
        assertThat(laplacian.nonZeros()).isEqualTo(5);
        assertThat(laplacian.at(2, 2)).isZero();
    }

    @Test
    void parallelFeaturesWeighOneWhateverTheirLength() {
        double[][] rows = new double[7][];
        Random random = new Random(3);
        for (int row = 0; row < rows.length; row++) {
            double value = random.nextGaussian();
            rows[row] = new double[] {value, 3 * value, 0.1 * value, 1e6 * value, value / 7};
        }
        // A power of 1.8 has no value for a distance that rounding made negative.
        Laplacian laplacian = FeatureGraph.laplacian(gram(rows), config(2, 3, 1.8, 0.5, Neighbours.EXACT));
        for (int i = 0; i < 5; i++) {
            assertThat(laplacian.at(i, i)).isCloseTo(4, within(1e-9));
        }
    }

    @Test
    void tiesGoToTheLowerIndex() {
        // All features are orthogonal, so all distances are one.
        double[][] rows = new double[6][6];
        for (int i = 0; i < 6; i++) {
            rows[i][i] = 1;
        }
        Laplacian laplacian = FeatureGraph.laplacian(gram(rows), config(2, 1, 2, 1, Neighbours.EXACT));
        assertThat(laplacian.at(5, 0)).isEqualTo(-0.5);
        assertThat(laplacian.at(5, 1)).isEqualTo(-0.5);
        assertThat(laplacian.at(5, 2)).isZero();
        assertThat(laplacian.at(0, 2)).isEqualTo(-0.5);
        assertThat(laplacian.at(0, 0)).isEqualTo(2.5);
    }

    @Test
    void refusesTooFewFeatures() {
        FeatureGram gram = gram(randomRows(20, 6, 1));
        assertThatThrownBy(() -> FeatureGraph.laplacian(gram, config(2, 5, 2, 1, Neighbours.EXACT)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("graph.topk=5 asks for 6 neighbours per feature, but there are 6 features")
                .hasMessageEndingWith("; lower graph.topk to at most 4");
        assertThat(FeatureGraph.laplacian(gram, config(2, 4, 2, 1, Neighbours.EXACT))
                        .size())
                .isEqualTo(6);
        assertThatThrownBy(
                        () -> FeatureGraph.laplacian(gram(randomRows(20, 2, 1)), config(2, 1, 2, 1, Neighbours.EXACT)))
                .hasMessageEndingWith("; a graph needs at least 3, so give an embedding with more");
    }

    @Test
    void saysWhatCountsInThePlaceOfTopk() {
        GraphConfig few = new GraphConfig(
                GraphConfig.Mode.ARROWSPACE,
                2,
                9,
                2,
                1,
                Neighbours.EXACT,
                Sparsify.AUTO,
                Normalisation.NONE,
                Arrowspaces.withK(5));
        assertThatThrownBy(() -> FeatureGraph.laplacian(gram(randomRows(20, 4, 1)), few))
                .hasMessageEndingWith("; raise graph.arrowspace.k above 9, so that graph.topk counts,"
                        + " and lower graph.topk to at most 2");
    }

    @Test
    void saysWhetherFeaturesAreZeroOrTooSmall() {
        assertThatThrownBy(() -> gram(new double[][] {{1, 0, 0, 0, 0, 0, 0, 0}}))
                .hasMessageStartingWith("features [1, 2, 3, 4, 5, and 2 more] are zero in all documents");
        assertThatThrownBy(() -> gram(new double[][] {{1, 1e-160, 2}}))
                .hasMessageStartingWith("features [1] are so small in all documents");
        assertThatThrownBy(() -> gram(new double[][] {{1, 1e160, 2}}))
                .hasMessageStartingWith("features [1] have values whose squares exceed double precision");
    }

    private static GraphConfig config(double eps, int topk, double p, double sigma, Neighbours neighbours) {
        return config(eps, topk, p, sigma, neighbours, Sparsify.AUTO, Normalisation.NONE);
    }

    private static GraphConfig config(
            double eps,
            int topk,
            double p,
            double sigma,
            Neighbours neighbours,
            Sparsify sparsify,
            Normalisation normalisation) {
        return new GraphConfig(
                GraphConfig.Mode.EXACT,
                eps,
                topk,
                p,
                sigma,
                neighbours,
                sparsify,
                normalisation,
                Arrowspaces.defaults());
    }

    /** The rule once more, on lists, in the order in which the specification tells it. */
    private static Set<List<Integer>> halvedEdges(FeatureGram gram, GraphConfig config) {
        int features = gram.features();
        List<List<Integer>> near = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            int feature = i;
            List<Integer> others = new ArrayList<>();
            for (int j = 0; j < features; j++) {
                if (j != i) {
                    others.add(j);
                }
            }
            others.sort((a, b) -> Double.compare(distance(gram, feature, a), distance(gram, feature, b)));
            others = new ArrayList<>(others.subList(0, config.topk() + 1));
            others.removeIf(other -> distance(gram, feature, other) > config.eps());
            near.add(others);
        }
        assertThat(near.stream().mapToInt(List::size).average().orElse(0)).isGreaterThan(10);
        assertThat(near.stream().mapToInt(List::size).distinct().count()).isGreaterThan(1);
        Set<List<Integer>> edges = new HashSet<>();
        for (int i = 0; i < features; i++) {
            int feature = i;
            List<Integer> kept = new ArrayList<>(near.get(i));
            kept.sort((a, b) ->
                    Double.compare(score(gram, config, near, feature, b), score(gram, config, near, feature, a)));
            for (int other : kept.size() > 2 ? kept.subList(0, kept.size() / 2) : kept) {
                edges.add(List.of(feature, other));
                edges.add(List.of(other, feature));
            }
        }
        return edges;
    }

    private static double score(FeatureGram gram, GraphConfig config, List<List<Integer>> near, int i, int j) {
        double weight = 1 / (1 + Math.pow(distance(gram, i, j) / config.sigma(), config.p()));
        return weight * Math.sqrt(near.get(i).size() * near.get(j).size());
    }

    private static double distance(FeatureGram gram, int i, int j) {
        return 1 - gram.at(i, j) / Math.sqrt(gram.at(i, i) * gram.at(j, j));
    }

    private static double[][] goldenRows() {
        double[][] rows = new double[200][16];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 16; j++) {
                rows[i][j] = Math.sin(0.13 * (i + 1) * (j + 1))
                        + 0.5 * Math.cos(0.07 * (i + 1) + 0.9 * (j + 1))
                        + 0.02 * (j + 1);
            }
        }
        return rows;
    }

    private static double[][] randomRows(int rows, int features, long seed) {
        Random random = new Random(seed);
        double[][] made = new double[rows][features];
        for (double[] row : made) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return made;
    }

    private static FeatureGram gram(double[][] rows) {
        return FeatureGram.of(rows);
    }

    /** Edges of the feature that has fewest, which are those that it asked for itself. */
    private static int lightest(Laplacian laplacian) {
        int[] edges = new int[laplacian.size()];
        laplacian.forEach((row, column, value) -> edges[row] += row == column ? 0 : 1);
        return Arrays.stream(edges).min().orElseThrow();
    }

    private static JsonNode golden() {
        try (InputStream in =
                Objects.requireNonNull(FeatureGraphTest.class.getResourceAsStream("feature-graph-golden.json"))) {
            return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden values");
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
