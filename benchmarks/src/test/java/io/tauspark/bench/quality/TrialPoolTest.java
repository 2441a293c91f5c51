package io.tauspark.bench.quality;

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
        try (ResultFile<TrialResult> results = open()) {
            results.add(Results.of("dot", 1, 2));
            List<PlannedTrial<TrialResult>> trials = List.of(
                    planned("dot", progress -> {
                        throw new AssertionError("dot was finished");
                    }),
                    planned("tau", progress -> Results.of("tau", 1, 1.5)));
            new TrialPool<>(results, 2).run(trials, reports::incrementAndGet);
            assertThat(results.results()).extracting(TrialResult::name).containsExactly("dot seed 1", "tau seed 1");
        }
        assertThat(reports).hasValue(1);
    }

    @Test
    void aTrialThatFailsDoesNotStopTheOthers() throws IOException {
        try (ResultFile<TrialResult> results = open()) {
            List<PlannedTrial<TrialResult>> trials = List.of(
                    planned("dot", progress -> {
                        throw new IllegalStateException("the loss of step 7 is NaN");
                    }),
                    planned("tau", progress -> Results.of("tau", 1, 1.5)));
            assertThatThrownBy(() -> new TrialPool<>(results, 1).run(trials, () -> {}))
                    .isInstanceOf(Shortfall.class)
                    .hasMessageContaining("1 of 2 trials failed")
                    .hasMessageContaining("dot seed 1: ")
                    .hasMessageContaining("the loss of step 7 is NaN");
            assertThat(results.results()).extracting(TrialResult::name).containsExactly("tau seed 1");
        }
    }

    private ResultFile<TrialResult> open() throws IOException {
        return ResultFile.open(directory.resolve("results.jsonl"), TrialResult.class);
    }

    private static PlannedTrial<TrialResult> planned(String variant, PlannedTrial.Work<TrialResult> work) {
        return new PlannedTrial<>(variant + " seed 1", Results.settings(10), 10, 1000, work);
    }
}
