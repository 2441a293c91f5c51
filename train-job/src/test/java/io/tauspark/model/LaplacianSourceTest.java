package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.Spectrum;
import io.tauspark.model.torch.RandomLaplacian;
import io.tauspark.store.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LaplacianSourceTest {
    private static final int FEATURES = 40;

    /** Rings of neighbours with shortcuts, so that the numbers of neighbours differ. */
    private static final Laplacian MEMORY = memory(false);

    private static final Laplacian NORMALISED = memory(true);

    private static Laplacian memory(boolean normalised) {
        Random random = new Random(3);
        TreeSet<Integer> places = new TreeSet<>();
        for (int feature = 0; feature < FEATURES; feature++) {
            places.add(feature * FEATURES + (feature + 1) % FEATURES);
        }
        for (int k = 0; k < 2 * FEATURES; k++) {
            places.add(random.nextInt(FEATURES / 2) * FEATURES + FEATURES / 2 + random.nextInt(FEATURES / 2));
        }
        List<FeatureEdges.Edge> edges = places.stream()
                .map(place -> new FeatureEdges.Edge(place / FEATURES, place % FEATURES, 0.2 + random.nextDouble()))
                .toList();
        return new FeatureEdges(FEATURES, edges, normalised).laplacian();
    }

    private static int[] neighbours(Laplacian laplacian) {
        int[] counts = new int[laplacian.size()];
        laplacian.forEach((row, column, value) -> counts[row] += row != column && value != 0 ? 1 : 0);
        return counts;
    }

    private static double[] sortedWeights(Laplacian laplacian) {
        return FeatureEdges.of(laplacian).edges().stream()
                .mapToDouble(FeatureEdges.Edge::weight)
                .sorted()
                .toArray();
    }

    private static double trace(Laplacian laplacian) {
        double sum = 0;
        for (int i = 0; i < laplacian.size(); i++) {
            sum += laplacian.at(i, i);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void aControlIsALaplacianOfTheSameFormAndMass(LaplacianSource source) {
        LaplacianHealth.of(source.of(MEMORY), LaplacianForm.COMBINATORIAL).requireSound();
        LaplacianHealth.of(source.of(NORMALISED), LaplacianForm.SYMMETRIC).requireSound();
        assertThat(trace(source.of(MEMORY))).isCloseTo(trace(MEMORY), within(1e-9));
        assertThat(trace(source.of(NORMALISED))).isCloseTo(FEATURES, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void aControlDependsOnTheMemoryAndItsKindAlone(LaplacianSource source) {
        assertThat(source.of(MEMORY).dense()).isEqualTo(source.of(memory(false)).dense());
    }

    @ParameterizedTest
    @CsvSource({"PERMUTED", "RANDOM", "CHAIN"})
    void aControlIsAnotherGraph(LaplacianSource source) {
        assertThat(source.of(MEMORY).dense()).isNotEqualTo(MEMORY.dense());
        assertThat(LaplacianSource.MEMORY.of(MEMORY)).isSameAs(MEMORY);
    }

    @Test
    void permutingKeepsTheSpectrumAndLosesThePlaces() {
        Laplacian permuted = LaplacianSource.PERMUTED.of(MEMORY);
        List<Double> kept = Spectrum.of(MEMORY).values();
        List<Double> found = Spectrum.of(permuted).values();
        for (int k = 0; k < FEATURES; k++) {
            assertThat(found.get(k)).isCloseTo(kept.get(k), within(1e-9));
        }
        assertThat(neighbours(permuted)).isNotEqualTo(neighbours(MEMORY));
        assertThat(sorted(neighbours(permuted))).isEqualTo(sorted(neighbours(MEMORY)));
    }

    @Test
    void rewiringKeepsNeighboursAndWeightsAndLosesTheEdges() {
        Laplacian random = LaplacianSource.RANDOM.of(MEMORY);
        assertThat(neighbours(random)).isEqualTo(neighbours(MEMORY));
        assertThat(sortedWeights(random)).containsExactly(sortedWeights(MEMORY), within(1e-12));
        long kept = FeatureEdges.of(random).edges().stream()
                .filter(edge -> MEMORY.at(edge.from(), edge.to()) != 0)
                .count();
        // A random graph of some 110 edges among 780 pairs keeps about a seventh of them by chance.
        assertThat(kept).isLessThan(FeatureEdges.of(MEMORY).edges().size() / 2);
    }

    @Test
    void aCompleteGraphHasOnlyItsWeightsToLose() {
        double[] dense = RandomLaplacian.dense(5, new Random(1));
        int[] rows = new int[dense.length];
        int[] columns = new int[dense.length];
        Arrays.setAll(rows, i -> i / 5);
        Arrays.setAll(columns, i -> i % 5);
        Laplacian complete = Laplacian.of(5, rows, columns, dense);
        Laplacian random = LaplacianSource.RANDOM.of(complete);
        assertThat(neighbours(random)).containsOnly(4);
        assertThat(sortedWeights(random)).containsExactly(sortedWeights(complete), within(1e-12));
        assertThat(random.dense()).isNotEqualTo(complete.dense());
    }

    @Test
    void theChainJoinsEachFeatureToTheNext() {
        Laplacian chain = LaplacianSource.CHAIN.of(MEMORY);
        double weight = trace(MEMORY) / 2 / (FEATURES - 1);
        assertThat(chain.nonZeros()).isEqualTo(FEATURES + 2 * (FEATURES - 1));
        assertThat(chain.at(0, 0)).isCloseTo(weight, within(1e-12));
        assertThat(chain.at(5, 5)).isCloseTo(2 * weight, within(1e-12));
        assertThat(chain.at(5, 6)).isCloseTo(-weight, within(1e-12));
        assertThat(LaplacianSource.CHAIN.of(NORMALISED).at(5, 6)).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void modelsSavedBeforeThereWereControlsSeeTheirMemory() {
        String old = "{\"regime\":\"KRON\",\"rope\":false,\"temperature\":null,\"tau\":null,\"cells\":64}";
        assertThat(Json.read(old, LambdaConfig.class, "old").laplacian()).isEqualTo(LaplacianSource.MEMORY);
    }

    private static int[] sorted(int[] values) {
        int[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
