package io.tauspark.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.bench.quality.RecallResult.DistanceClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecallReportTest {
    @Test
    void anExaminationCountsAnswersByDistance() {
        Examination examination = new Examination(new Distances(7));
        RecallSequence sequence =
                new RecallSequence(new int[] {1, 9, 1, 9, 2, 8, 5, 1, 7}, new int[] {0, 0, 2, 0, 0, 0, 0, 5});
        examination.mark(sequence, new int[] {0, 0, 9, 0, 0, 0, 0, 0});
        examination.mark(sequence, new int[] {0, 0, 3, 0, 0, 0, 0, 0});
        assertThat(examination.classes()).containsExactly(new DistanceClass(2, 3, 2, 1), new DistanceClass(4, 7, 2, 0));
        assertThat(examination.success()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void showsPercentPerDistanceAndWhatGuessingWouldGive() {
        List<RecallResult> results = List.of(result("dot", 1, 100), result("dot", 2, 90), result("mean", 1, 5));
        RecallReport report = new RecallReport(results, List.of("dot", "mean"), 64);
        assertThat(report.markdown())
                .startsWith("""
                        ### associative

                        | variant | seeds | parameters | 2–3 | 4–7 | tokens/s |
                        |---|---:|---:|---:|---:|---:|
                        | dot | 2 | 500 | 95.0 (90.0 … 100.0) | 47.5 (45.0 … 50.0) | 9,000 |
                        | mean | 1 | 500 | 5.0 | 2.5 | 9,000 |
                        """)
                .contains("Guessing among the possible answers is right in 2.08 % of the cases.");
        assertThat(report.html("two variants")).contains("two variants", "<polyline");
    }

    private static RecallResult result(String variant, long seed, long answered) {
        List<DistanceClass> classes =
                List.of(new DistanceClass(2, 3, 100, answered), new DistanceClass(4, 7, 200, answered));
        return new RecallResult(
                RecallTask.ASSOCIATIVE, variant, seed, Results.settings(1), 500, 1000, 9000, classes, List.of());
    }
}
