package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.store.Json;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class GraphShapeTest {
    @Test
    void seesTheCentreOfAStarAndNobodyInACycle() {
        GraphShape star = shape(Graphs.star(20));
        assertThat(star.hubs()).containsExactly(0);
        assertThat(star.edges()).startsWith(19, 1, 1);
        assertThat(star.edgeCount()).isEqualTo(19);
        assertThat(star.medianWeight()).isOne();
        assertThat(star.share(0)).isEqualTo(0.5);
        GraphShape cycle = shape(Graphs.cycle(20));
        assertThat(cycle.hubs()).isEmpty();
        assertThat(cycle.hubShare()).isCloseTo(0.05, within(1e-15));
    }

    @Test
    void lonelyFeaturesMakeNoHubsOfTheOthers() {
        GraphShape shape = shape(Graphs.of(10).edge(0, 1, 2).edge(1, 2, 2).laplacian());
        assertThat(shape.hubs()).isEmpty();
        assertThat(shape.medianWeight()).isEqualTo(2);
        GraphShape empty = shape(Laplacian.of(3, new int[0], new int[0], new double[0]));
        assertThat(empty.hubs()).isEmpty();
        assertThat(empty.hubShare()).isZero();
    }

    @Test
    void countsEdgesWhereTheFormHasDividedWeightsOut() {
        GraphShape shape = GraphShape.of(Graphs.normalised(Graphs.star(20)), LaplacianForm.SYMMETRIC);
        assertThat(shape.hubs()).containsExactly(0);
        assertThat(shape.weights()).startsWith(19.0, 1.0);
    }

    @Test
    void findsTheLandmarksOfTheForeignMemory() throws IOException {
        Path file = new Path(ForeignMemory.directory(), "manifold.parquet");
        Laplacian foreign = ManifoldParquet.read(file, new Configuration()).laplacian();
        LaplacianSurvey survey = LaplacianSurvey.of(foreign, LaplacianForm.COMBINATORIAL);
        GraphShape shape = survey.shape();
        assertThat(shape.hubs())
                .isEqualTo(IntStream.range(0, 16).map(k -> 24 * k).boxed().toList());
        assertThat(shape.hubs())
                .allSatisfy(hub -> assertThat(shape.edges().get(hub)).isBetween(167, 217));
        assertThat(shape.edges().stream().filter(edges -> edges == 8)).hasSize(368);
        assertThat(shape.edgeCount()).isEqualTo(3012);
        assertThat(shape.medianWeight()).isCloseTo(2.1252, within(5e-5));
        assertThat(shape.hubs().stream().mapToDouble(shape::share).sum()).isCloseTo(0.51, within(5e-3));

        LaplacianHealth health = survey.health();
        health.requireSound();
        assertThat(health.maxRowSum()).isLessThan(1e-13);
        assertThat(survey.spectrum().values().subList(1, 368))
                .allSatisfy(value -> assertThat(value).isBetween(1.89, 2.31));
        assertThat(survey.spectrum().values().subList(368, 384))
                .allSatisfy(value -> assertThat(value).isBetween(44.4, 57.92));
        assertThat(MemoryWarnings.ofGraph(health, shape))
                .singleElement()
                .asString()
                .contains("carry 52 % of the graph (16 features stand out)");
    }

    @Test
    void survivesJson() {
        GraphShape shape = shape(Graphs.random(12, 7));
        assertThat(Json.read(Json.pretty(shape), GraphShape.class, "shape")).isEqualTo(shape);
        LaplacianHealth health = LaplacianHealth.of(Graphs.path(4), LaplacianForm.SYMMETRIC);
        assertThat(Json.read(Json.line(health), LaplacianHealth.class, "health"))
                .isEqualTo(health);
    }

    private static GraphShape shape(Laplacian laplacian) {
        return GraphShape.of(laplacian, LaplacianForm.COMBINATORIAL);
    }
}
