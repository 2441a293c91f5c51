package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.bench.recall.MqarResult.Marks;
import io.tauspark.bench.recall.RecallResult.DistanceClass;
import io.tauspark.bench.recall.RecallResult.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class MqarReportTest {
    private static MqarResult result(String variant, long seed, double rate, double chosenBy, long answered) {
        return new MqarResult(
                MqarForm.BEHIND,
                variant,
                seed,
                rate,
                Results.settings(10),
                500,
                64_000,
                1000,
                9000,
                List.of(new Marks(64, 4, 100, answered), new Marks(64, 8, 200, answered)),
                List.of(new DistanceClass(2, 3, 100, answered), new DistanceClass(4, 7, 200, answered)),
                List.of(new Point(500, 0.1), new Point(1000, chosenBy)));
    }

    @Test
    void takesForEachSeedTheRateThatDidBestInItsLastExamination() {
        MqarReport report = new MqarReport(
                List.of(
                        result("tau", 1, 1e-3, 0.5, 50),
                        result("tau", 1, 1e-2, 0.9, 80),
                        result("tau", 2, 1e-3, 0.8, 100),
                        result("tau", 2, 1e-2, 0.2, 10),
                        result("mean", 1, 1e-3, 0.1, 5)),
                List.of("tau", "mean", "grid"),
                List.of(new MqarPaper(64, 4), new MqarPaper(64, 8)),
                8192);
        assertThat(report.markdown())
                .contains("""
                        | variant | seeds | rates | parameters | kB of past | 64×4 | 64×8 |
                        |---|---:|---|---:|---:|---:|---:|
                        | tau | 2 | 1.0e-02, 1.0e-03 | 500 | 64 | 90.0 (80.0 … 100.0) | 45.0 (40.0 … 50.0) |
                        | mean | 1 | 1.0e-03 | 500 | 64 | 5.0 | 2.5 |
                        """)
                .contains("### Values behind their keys, by distance, all sizes\n\n| variant | 2–3 | 4–7 |")
                .doesNotContain("stacked")
                .contains("right in 0.0244 % of the cases");
        assertThat(report.html("of two variants")).contains("of two variants");
    }
}
