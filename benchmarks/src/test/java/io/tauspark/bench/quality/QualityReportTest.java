package io.tauspark.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.compare.LearningCurves;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QualityReportTest {
    private final List<TrialResult> results = List.of(
            Results.of("dot", 1, 2.0), Results.of("dot", 2, 2.1), Results.of("tau", 1, 1.9), Results.of("tau", 2, 2.2));

    @Test
    void showsMeansExtremesAndPairedDifferences() {
        assertThat(new QualityReport(results, List.of("dot", "tau"), List.of("dot")).markdown())
                .startsWith("""
                        | variant | seeds | parameters | test bits/byte | minus dot | ratio to dot | tokens/s |
                        |---|---:|---:|---:|---:|---:|---:|
                        | dot | 2 | 1,003 | 2.0500 (2.0000 … 2.1000) | – | – | 5,000 |
                        | tau | 2 | 1,003 | 2.0500 (1.9000 … 2.2000) | 0.0000 (−0.1000 … +0.1000) | 0.9988 (0.9500 … 1.0476) | 5,000 |
                        """);
    }

    @Test
    void drawsTheCurvesOfMoreVariantsThanOneChartCanShow() {
        List<String> variants = List.of("dot", "dot+kw", "tau", "grid", "mean", "mean+kw", "reference");
        List<TrialResult> all = variants.stream()
                .flatMap(variant -> Stream.of(Results.of(
                        variant, 1, 2, List.of(new LearningCurves.Point(100, 3), new LearningCurves.Point(200, 2)))))
                .toList();
        String page = new QualityReport(all, variants, List.of("dot")).html("Domain test");
        // Two charts for learning and two for differences, each with dot.
        assertThat(page.split("<svg", -1)).hasSize(1 + 4);
        assertThat(page).contains("Domain test", "The same minus dot");
    }

    @Test
    void saysNothingOfCurvesBeforeThereAreAny() {
        assertThat(new QualityReport(List.of(), List.of("dot"), List.of("dot")).html("nothing yet"))
                .doesNotContain("Learning curves");
    }
}
