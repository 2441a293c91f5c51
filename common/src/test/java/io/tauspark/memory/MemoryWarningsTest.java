package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryWarningsTest {
    @Test
    void aRingOfNeighboursHasNone() {
        assertThat(warnings(Graphs.cycle(40))).isEmpty();
    }

    @Test
    void aStarIsAHub() {
        assertThat(warnings(Graphs.star(40)))
                .singleElement()
                .asString()
                .startsWith("the 5 % heaviest features carry 51 % of the graph (feature 0 stands out)")
                .contains("graph.neighbours=exact");
    }

    @Test
    void partsAndLonelyFeaturesAreNamed() {
        Graphs apart = Graphs.of(42);
        for (int node = 1; node < 20; node++) {
            apart.edge(node - 1, node, 1).edge(19 + node, 20 + node, 1);
        }
        assertThat(warnings(apart.laplacian()))
                .containsExactly("the feature graph falls into 4 parts (2 have no edge): energies do not see"
                        + " differences between them; raise graph.topk or graph.eps");
    }

    @Test
    void aGraphOfNearlyAllPairsTellsNothing() {
        assertThat(warnings(Graphs.complete(30)))
                .singleElement()
                .asString()
                .startsWith("100 % of all pairs of features are neighbours");
    }

    @Test
    void documentsOfOneLambdaAreNamed() {
        double tau = 2;
        assertThat(MemoryWarnings.ofEnergies(energies(1, 3), tau)).isEmpty();
        assertThat(MemoryWarnings.ofEnergies(energies(1.99, 2.01), tau))
                .singleElement()
                .asString()
                .startsWith("nine of ten documents have a λ between 0.4989 and 0.5011");
    }

    private static EnergyDistribution energies(double low, double high) {
        return EnergyDistribution.of(
                1001,
                IntStream.range(0, EnergyDistribution.POINTS)
                        .mapToDouble(k -> low + (high - low) * k / 1000)
                        .toArray());
    }

    private static List<String> warnings(Laplacian laplacian) {
        LaplacianSurvey survey = LaplacianSurvey.of(laplacian, LaplacianForm.COMBINATORIAL);
        return MemoryWarnings.ofGraph(survey.health(), survey.shape());
    }
}
