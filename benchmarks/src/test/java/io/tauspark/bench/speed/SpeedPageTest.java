package io.tauspark.bench.speed;

import static io.tauspark.bench.speed.Measurements.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.store.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedPageTest {
    private static final String OURS = "TauSpark tau";
    private static final Machine MACHINE = new Machine("Processor", 2, 24_000, "Linux 6", "17");

    /** The whole machine is half as fast in the second round. */
    private static final List<Trial> DRIFTING = List.of(
            trial(1, OURS, 1024, 1_000),
            trial(1, EagerPython.NAME, 1024, 1_500),
            trial(2, OURS, 1024, 2_000),
            trial(2, EagerPython.NAME, 1024, 3_000));

    @Test
    void ratiosArePairedByRound() {
        SpeedResults results = results(DRIFTING, List.of());
        Spread ratio = SpeedResults.ratio(
                        results.trials(OURS, 1024),
                        results.trials(EagerPython.NAME, 1024),
                        Measurement::tokensPerSecond)
                .orElseThrow();
        assertThat(ratio.least()).isCloseTo(1.5, within(1e-12));
        assertThat(ratio.most()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void roundsThatOneSideMissedAreLeftOut() {
        List<Trial> ours = List.of(trial(1, OURS, 1024, 1_000), trial(3, OURS, 1024, 1_000));
        List<Trial> theirs = List.of(trial(2, "other", 1024, 1_000), trial(3, "other", 1024, 2_000));
        assertThat(SpeedResults.ratio(ours, theirs, Measurement::tokensPerSecond))
                .contains(new Spread(2, 2, 2));
        assertThat(SpeedResults.ratio(ours, List.of(), Measurement::tokensPerSecond))
                .isEmpty();
    }

    @Test
    void saysWhereAndHowItWasMeasured() {
        assertThat(new SpeedPage(results(DRIFTING, List.of())).markdown())
                .startsWith("2 cores of Processor, 24,000 MiB, Linux 6; Java 17; DJL 1, PyTorch 2. Preset 30m with"
                        + " model.mlp=2, 2 threads, heap 2g; 2 rounds, in each a fresh process per row, 5 timed"
                        + " steps after 1. Load average before a process: 0.5 to 1.0.\n");
    }

    @Test
    void aRowHasMedianRangeAndRatio() {
        assertThat(new SpeedPage(results(DRIFTING, List.of())).markdown())
                .contains(
                        "| TauSpark tau | 1,000 | 1,024 × 2 | 1,536 (1,024–2,048) | 1.50 (1.50–1.50) | 1,500 | 1,350 |"
                                + " 150 | 7 | 3,000 | 900 | 150 | – |\n")
                .contains("| PyTorch dot | 1,000 | 1,024 × 2 | 1,024 (683–1,365) | 1.00 (1.00–1.00) |");
    }

    @Test
    void severalContextsAreComparedWithTheShortest() {
        List<Trial> trials = List.of(
                trial(1, OURS, 2048, 6_144),
                trial(1, OURS, 1024, 2_048),
                trial(2, OURS, 1024, 2_048),
                trial(2, OURS, 2048, 8_192));
        assertThat(new SpeedPage(results(trials, List.of())).markdown())
                .contains("| TauSpark tau | 1,024 × 2 | 1,000 (1,000–1,000) | 1.00 (1.00–1.00) | 900 |")
                .contains("| TauSpark tau | 2,048 × 1 | 3,500 (3,000–4,000) | 3.50 (3.00–4.00) | 900 |");
    }

    @Test
    void withoutPythonThereIsNothingToCompareWith() {
        List<Trial> trials = List.of(trial(1, OURS, 1024, 2_048));
        assertThat(new SpeedPage(results(trials, List.of())).markdown())
                .contains("| 1,024 × 2 | 1,000 (1,000–1,000) | – |")
                .doesNotContain("µs per token");
    }

    @Test
    void failuresAreShown() {
        assertThat(new SpeedPage(results(List.of(), List.of(new Failure(2, OURS, 1024, "too slow")))).markdown())
                .endsWith("\nRound 2, T = 1024, TauSpark tau failed: too slow\n");
    }

    @Test
    void resultsComeBackFromTheirFile() {
        SpeedResults results = results(DRIFTING, List.of(new Failure(2, OURS, 1024, "too slow")));
        assertThat(Json.read(Json.pretty(results), SpeedResults.class, "file")).isEqualTo(results);
    }

    private static SpeedResults results(List<Trial> trials, List<Failure> failures) {
        return new SpeedResults(
                Instant.EPOCH, MACHINE, "30m", List.of("model.mlp=2"), "2g", 2, 1, 5, 2, trials, failures);
    }
}
