package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.job.Shortfall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialPoolTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void runsOnlyWhatIsNotFinished() throws Exception {
        AtomicInteger reports = new AtomicInteger();
        try (ResultFile<RecallResult> results = open()) {
            results.add(Results.of("dot", 1, 20));
            List<PlannedTrial<RecallResult>> trials = List.of(
                    planned("dot", progress -> {
                        throw new AssertionError("dot was finished");
                    }),
                    planned("tau", progress -> Results.of("tau", 1, 15)));
            new TrialPool<>(results, 2).run(trials, reports::incrementAndGet);
            assertThat(results.results())
                    .extracting(RecallResult::name)
                    .containsExactly("associative dot seed 1", "associative tau seed 1");
        }
        assertThat(reports).hasValue(1);
    }

    @Test
    void aTrialThatFailsDoesNotStopTheOthers() throws IOException {
        try (ResultFile<RecallResult> results = open()) {
            List<PlannedTrial<RecallResult>> trials = List.of(
                    planned("dot", progress -> {
                        throw new IllegalStateException("the loss of step 7 is NaN");
                    }),
                    planned("tau", progress -> Results.of("tau", 1, 15)));
            assertThatThrownBy(() -> new TrialPool<>(results, 1).run(trials, () -> {}))
                    .isInstanceOf(Shortfall.class)
                    .hasMessageContaining("1 of 2 trials failed")
                    .hasMessageContaining("associative dot seed 1: ")
                    .hasMessageContaining("the loss of step 7 is NaN");
            assertThat(results.results()).extracting(RecallResult::name).containsExactly("associative tau seed 1");
        }
    }

    private ResultFile<RecallResult> open() throws IOException {
        return ResultFile.open(directory.resolve("recall.jsonl"), RecallResult.class);
    }

    private static PlannedTrial<RecallResult> planned(String variant, PlannedTrial.Work<RecallResult> work) {
        return new PlannedTrial<>("associative " + variant + " seed 1", Results.settings(10), 10, 1000, work);
    }
}
