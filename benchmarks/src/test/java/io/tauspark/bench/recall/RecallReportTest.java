package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.bench.recall.RecallResult.DistanceClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecallReportTest {
    @Test
    void anExaminationCountsAnswersByDistance() {
        Examination examination = new Examination(new Distances(7));
        RecallSequence sequence = new RecallSequence(
                new int[] {1, 9, 1, 9, 2, 8, 5, 1},
                new int[] {-1, -1, 9, -1, -1, -1, -1, 7},
                new int[] {0, 0, 2, 0, 0, 0, 0, 5});
        examination.mark(sequence, new int[] {0, 0, 9, 0, 0, 0, 0, 0});
        examination.mark(sequence, new int[] {0, 0, 3, 0, 0, 0, 0, 0});
        assertThat(examination.classes()).containsExactly(new DistanceClass(2, 3, 2, 1), new DistanceClass(4, 7, 2, 0));
        assertThat(examination.success()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void showsPercentPerDistanceAndWhatGuessingWouldGive() {
        List<RecallResult> results =
                List.of(Results.of("dot", 1, 100), Results.of("dot", 2, 90), Results.of("mean", 1, 5));
        RecallReport report = new RecallReport(results, List.of("dot", "mean"), 64);
        assertThat(report.markdown())
                .startsWith("""
                        ### associative

                        | variant | seeds | parameters | kB of past | 2–3 | 4–7 | tokens/s |
                        |---|---:|---:|---:|---:|---:|---:|
                        | dot | 2 | 500 | 64 | 95.0 (90.0 … 100.0) | 47.5 (45.0 … 50.0) | 9,000 |
                        | mean | 1 | 500 | 64 | 5.0 | 2.5 | 9,000 |
                        """)
                .contains("Guessing among the possible answers is right in 2.08 % of the cases.");
        assertThat(report.html("two variants")).contains("two variants", "<polyline");
    }

    @Test
    void aNameWithABarDoesNotBreakTheTable() {
        List<RecallResult> results = List.of(Results.of("x|y", 1, 5));
        assertThat(new RecallReport(results, List.of("x|y"), 64).markdown()).contains("| x\\|y | 1 |");
    }
}
