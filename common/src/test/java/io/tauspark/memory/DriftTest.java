package io.tauspark.memory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.store.Json;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static LaplacianSurvey survey(Laplacian laplacian) {
        return LaplacianSurvey.of(laplacian, LaplacianForm.COMBINATORIAL);
    }

    private static GraphDrift drift(Laplacian before, Laplacian after) {
        return requireNonNull(Drift.between(survey(before), survey(after)).graph());
    }

    private static SubspaceRotation rotation(GraphDrift drift) {
        return requireNonNull(drift.rotation());
    }

    private static EnergyDistribution energies(IntToDoubleFunction energy) {
        return EnergyDistribution.of(
                1001,
                IntStream.range(0, EnergyDistribution.POINTS)
                        .mapToDouble(energy)
                        .toArray());
    }

    @Test
    void aGraphHasNotMovedFromItself() {
        for (Laplacian graph : new Laplacian[] {Graphs.path(20), Graphs.cycle(12), Graphs.random(50, 9)}) {
            GraphDrift drift = drift(graph, graph);
            assertThat(drift.spectrumDistance()).isZero();
            assertThat(drift.edgeOverlap()).isOne();
            assertThat(drift.weightOverlap()).isOne();
            assertThat(rotation(drift).degrees())
                    .hasSize(rotation(drift).dimension())
                    .allSatisfy(angle -> assertThat(angle).isCloseTo(0, within(1e-10)));
        }
    }

    @Test
    void aHeavierGraphKeepsItsEdgesAndDirections() {
        Laplacian graph = Graphs.random(40, 2);
        GraphDrift drift = drift(graph, Graphs.scaled(graph, 3));
        assertThat(drift.spectrumDistance()).isCloseTo((3 - 1) / (3.0 + 1), within(1e-12));
        assertThat(drift.edgeOverlap()).isOne();
        assertThat(drift.weightOverlap()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(rotation(drift).degrees())
                .allSatisfy(angle -> assertThat(angle).isCloseTo(0, within(1e-8)));
    }

    @Test
    void otherNamesKeepTheSpectrumAndLoseTheEdges() {
        // Steps of 5 in a path of 12 features: no two that were neighbours still are.
        int[] names = IntStream.range(0, 12).map(node -> 5 * node % 12).toArray();
        GraphDrift drift = drift(Graphs.path(12), Graphs.renamed(Graphs.path(12), names));
        assertThat(drift.spectrumDistance()).isCloseTo(0, within(1e-13));
        assertThat(drift.edgeOverlap()).isZero();
        assertThat(drift.weightOverlap()).isZero();
        assertThat(rotation(drift).degrees()).last().satisfies(angle -> assertThat(angle)
                .isGreaterThan(45));
    }

    @Test
    void oneEdgeMoreIsCounted() {
        GraphDrift drift = drift(Graphs.path(9), Graphs.cycle(9));
        assertThat(drift.edgeOverlap()).isCloseTo(8 / 9.0, within(1e-15));
        assertThat(drift.weightOverlap()).isCloseTo(8 / 9.0, within(1e-15));
        double difference = 0;
        double sum = 0;
        for (int rank = 0; rank < 9; rank++) {
            double path = 2 - 2 * Math.cos(Math.PI * rank / 9);
            double cycle = 2 - 2 * Math.cos(Math.PI * (rank + rank % 2) / 9);
            difference += Math.abs(path - cycle);
            sum += path + cycle;
        }
        assertThat(drift.spectrumDistance()).isCloseTo(difference / sum, within(1e-13));
    }

    @Test
    void otherPartsAreARightAngle() {
        GraphDrift drift = drift(
                Graphs.of(4).edge(0, 1, 1).edge(2, 3, 1).laplacian(),
                Graphs.of(4).edge(0, 2, 1).edge(1, 3, 1).laplacian());
        assertThat(rotation(drift).dimension()).isOne();
        assertThat(rotation(drift).gap()).isOne();
        assertThat(rotation(drift).degrees()).singleElement().satisfies(angle -> assertThat(angle)
                .isCloseTo(90, within(1e-10)));
    }

    @Test
    void losingAThreadTurnsNothing() {
        Graphs apart = Graphs.of(10);
        Graphs hanging = Graphs.of(10).edge(0, 5, 1e-4);
        for (int node = 1; node < 5; node++) {
            for (int other = 0; other < node; other++) {
                apart.edge(other, node, 1).edge(5 + other, 5 + node, 1);
                hanging.edge(other, node, 1).edge(5 + other, 5 + node, 1);
            }
        }
        SubspaceRotation rotation = rotation(drift(hanging.laplacian(), apart.laplacian()));
        assertThat(rotation.dimension()).isOne();
        assertThat(rotation.degrees().get(0)).isLessThan(0.01);
    }

    @Test
    void equalEigenvaluesAreNotCut() {
        // A cycle's eigenvalues come in pairs, so the first gap lies after the second of them.
        assertThat(rotation(drift(Graphs.cycle(40), Graphs.cycle(40))).dimension())
                .isEqualTo(2);
        assertThat(drift(Graphs.complete(12), Graphs.complete(12)).rotation()).isNull();
        assertThat(drift(Graphs.path(2), Graphs.path(2)).rotation()).isNull();
    }

    @Test
    void energiesShiftOnTheEarlierScale() {
        double tau = 1;
        Drift drift = Drift.between(survey(Graphs.path(5)), survey(Graphs.path(5)))
                .withEnergies(energies(k -> 1), energies(k -> 3), tau);
        LambdaDrift lambda = requireNonNull(drift.lambda());
        assertThat(lambda.medianBefore()).isEqualTo(0.5);
        assertThat(lambda.medianAfter()).isEqualTo(0.75);
        assertThat(lambda.largestShift()).isCloseTo(0.25, within(1e-15));
        assertThat(lambda.meanShift()).isCloseTo(0.25, within(1e-15));
        assertThat(lambda.after()).hasSize(101).containsOnly(0.75);
    }

    @Test
    void theMeanShiftIsTheAreaBetweenQuantiles() {
        // λ runs from 0 to 1/2 before and from 0 to 1/4 after, evenly: the area between is 1/8.
        EnergyDistribution wide = energies(k -> k / 2000.0 / (1 - k / 2000.0));
        EnergyDistribution narrow = energies(k -> k / 4000.0 / (1 - k / 4000.0));
        LambdaDrift lambda = LambdaDrift.between(wide, narrow, 1);
        assertThat(lambda.meanShift()).isCloseTo(1 / 8.0, within(1e-12));
        assertThat(lambda.largestShift()).isCloseTo(1 / 4.0, within(1e-12));
    }

    @Test
    void saysWhatCannotBeCompared() {
        Drift sizes = Drift.between(survey(Graphs.path(5)), survey(Graphs.path(6)))
                .withEnergies(energies(k -> 1), energies(k -> 3), 1);
        assertThat(sizes.comparable()).isFalse();
        assertThat(sizes.obstacle()).isEqualTo("not comparable: 5 features before, 6 after");
        assertThat(sizes.graph()).isNull();
        assertThat(sizes.lambda()).isNull();
        Drift forms = Drift.between(
                survey(Graphs.path(5)), LaplacianSurvey.of(Graphs.normalised(Graphs.path(5)), LaplacianForm.SYMMETRIC));
        assertThat(forms.obstacle())
                .isEqualTo("not comparable: a combinatorial Laplacian before, a symmetric one after");
    }

    @Test
    void survivesJson() {
        Drift complete = Drift.between(survey(Graphs.random(20, 1)), survey(Graphs.random(20, 2)))
                .withEnergies(energies(k -> k), energies(k -> 2 * k), 400);
        Drift refused = Drift.between(survey(Graphs.path(5)), survey(Graphs.path(6)));
        for (Drift drift : new Drift[] {complete, refused}) {
            assertThat(Json.read(Json.pretty(drift), Drift.class, "drift")).isEqualTo(drift);
        }
        assertThat(Json.line(refused)).doesNotContain("null");
    }
}
