package io.tauspark.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.observe.TrainingProgress.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);
    private long nanos = TimeUnit.HOURS.toNanos(5);

    private TrainingProgress progress(int steps, boolean redraw) {
        return new TrainingProgress("train", steps, redraw, out, () -> nanos);
    }

    private static State state(int step, double loss, OptionalDouble validation, double tokensPerSecond) {
        return new State(step, loss, validation, NONE, tokensPerSecond);
    }

    private void pass(long milliseconds) {
        nanos += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    private String output() {
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void aTerminalShowsOneLineWithABar() {
        try (TrainingProgress progress = progress(600, true)) {
            progress.update(state(1, 4.25, NONE, 900));
            pass(92_000);
            progress.update(state(300, 1.8741, OptionalDouble.of(1.92), 14_230));
        }
        assertThat(output())
                .isEqualTo("\rtrain    1/600 [>         ]  loss 4.250  900 tokens/s"
                        + "\rtrain  300/600 [=====>    ]  loss 1.874  val 1.920  14.2k tokens/s  left 1:32"
                        + "\n");
    }

    @Test
    void redrawsAreAtLeastAFifthOfASecondApart() {
        try (TrainingProgress progress = progress(1000, true)) {
            for (int step = 1; step <= 100; step++) {
                progress.update(state(step, 1, NONE, 10));
                pass(50);
            }
        }
        String[] drawn = output().split("\r", -1);
        assertThat(drawn).hasSize(1 + 25 + 1);
        assertThat(Arrays.copyOfRange(drawn, 1, 4))
                .extracting(line -> line.substring(0, 16))
                .containsExactly("train     1/1000", "train     5/1000", "train     9/1000");
        assertThat(drawn[26]).startsWith("train   100/1000").endsWith("\n");
    }

    @Test
    void aShorterLineErasesTheOneBefore() {
        try (TrainingProgress progress = progress(4, true)) {
            progress.update(state(1, 12345.678, OptionalDouble.of(12345.678), 1_500_000));
            pass(1000);
            progress.update(state(2, 1, NONE, 10));
        }
        String[] drawn = output().split("\r", -1);
        assertThat(drawn[1]).isEqualTo("train  1/4 [==>       ]  loss 12345.678  val 12345.678  1.5M tokens/s");
        assertThat(drawn[2]).hasSize(drawn[1].length() + 1).endsWith("left 0:02" + " ".repeat(10) + "\n");
    }

    @Test
    void aLineNeverFillsEightyColumns() {
        for (double loss = 1e-3; loss < 1e30; loss *= 10) {
            try (TrainingProgress progress = progress(1_000_000, true)) {
                progress.update(state(1, loss, OptionalDouble.of(loss), loss));
                pass(1000);
                progress.update(state(2, loss, OptionalDouble.of(loss), loss));
            }
        }
        assertThat(output().split("[\r\n]+"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @Test
    void theLastStepIsShownAtOnceWithAFullBar() {
        TrainingProgress progress = progress(2, true);
        progress.update(state(1, 3, NONE, 10));
        progress.update(state(2, 2, NONE, 10));
        assertThat(output()).endsWith("\rtrain  2/2 [==========]  loss 2.000  10 tokens/s  left 0:00");
        progress.close();
        assertThat(output()).endsWith("left 0:00\n");
    }

    @Test
    void aLogFileGetsAPlainLineEveryTenSeconds() {
        try (TrainingProgress progress = progress(10_000, false)) {
            for (int step = 1; step <= 25; step++) {
                progress.update(state(step, 2, OptionalDouble.of(3), 500));
                pass(1000);
            }
        }
        assertThat(output()).isEqualTo("""
                        train      1/10000  loss 2.000  val 3.000  500 tokens/s
                        train     11/10000  loss 2.000  val 3.000  500 tokens/s  left 2:46:29
                        train     21/10000  loss 2.000  val 3.000  500 tokens/s  left 2:46:19
                        train     25/10000  loss 2.000  val 3.000  500 tokens/s  left 2:46:15
                        """);
    }

    @Test
    void theLastPlainLineIsNotRepeated() {
        TrainingProgress progress = progress(1, false);
        progress.update(state(1, 2, NONE, 500));
        progress.close();
        progress.close();
        assertThat(output()).isEqualTo("train  1/1  loss 2.000  500 tokens/s\n");
    }

    @Test
    void aResumedRunTellsItsOwnPace() {
        try (TrainingProgress progress = progress(120, false)) {
            progress.update(state(101, 2, NONE, 500));
            pass(10_000);
            progress.update(state(111, 2, NONE, 500));
        }
        assertThat(output()).endsWith("left 0:09\n");
    }

    @Test
    void aStepThatTakesLongIsToldAgainWithWhatTheWorkersDo() {
        try (TrainingProgress progress = progress(120, false)) {
            progress.update(state(1, 2, NONE, 500));
            progress.workers("1 training, 1 checkpointing");
            for (int i = 0; i < 4; i++) {
                pass(4000);
                progress.update(state(1, 2, NONE, 500));
            }
        }
        assertThat(output()).isEqualTo("""
                        train    1/120  loss 2.000  500 tokens/s
                        train    1/120  loss 2.000  500 tokens/s  1 training, 1 checkpointing
                        """);
    }

    @Test
    void aFirstStepThatIsLongInComingIsExplained() {
        try (TrainingProgress progress = progress(120, false)) {
            for (int i = 0; i < 7; i++) {
                progress.workers("2 reading");
                pass(4000);
            }
            progress.workers("2 training");
            progress.update(state(1, 2, NONE, 500));
        }
        assertThat(output()).isEqualTo("""
                        train  2 reading
                        train  2 reading
                        train    1/120  loss 2.000  500 tokens/s  2 training
                        """);
    }

    @Test
    void theLearningRateAndTheWorkersAreToldWhereTheyFit() {
        try (TrainingProgress progress = progress(1000, false)) {
            progress.workers("2 training");
            progress.update(new State(130, 2.271, NONE, OptionalDouble.of(1.9e-3), 5800));
        }
        assertThat(output()).isEqualTo("train   130/1000  loss 2.271  5.8k tokens/s  lr 1.9e-03  2 training\n");
    }

    @Test
    void aReportThatWasOvertakenIsIgnored() {
        try (TrainingProgress progress = progress(120, false)) {
            progress.update(state(20, 2, NONE, 500));
            pass(10_000);
            progress.update(state(19, 3, NONE, 500));
        }
        assertThat(output()).isEqualTo("train   20/120  loss 2.000  500 tokens/s\n");
    }

    @Test
    void aRestartedTrainingTellsAnEarlierStepAndANewPace() {
        try (TrainingProgress progress = progress(120, false)) {
            progress.update(state(20, 2, NONE, 500));
            pass(10_000);
            progress.restart();
            progress.update(state(11, 2, NONE, 500));
            pass(20_000);
            progress.update(state(21, 2, NONE, 500));
        }
        assertThat(output()).endsWith("""
                        train   11/120  loss 2.000  500 tokens/s
                        train   21/120  loss 2.000  500 tokens/s  left 3:18
                        """);
    }

    @Test
    void anEventGetsALineOfItsOwnAboveTheBar() {
        try (TrainingProgress progress = progress(2, true)) {
            progress.update(state(1, 3, NONE, 10));
            progress.report("worker 1 was lost");
        }
        String bar = "train  1/2 [=====>    ]  loss 3.000  10 tokens/s";
        String blank = " ".repeat(bar.length());
        assertThat(output()).isEqualTo("\r" + bar + "\r" + blank + "\rworker 1 was lost\n\r" + bar + "\n");
    }

    @Test
    void oneAmongOthersSaysWhoseItsLinesAre() {
        try (TrainingProgress progress =
                TrainingProgress.amongOthers("tau seed 1", 100, Duration.ofSeconds(30), out, () -> nanos)) {
            for (int step = 1; step <= 40; step++) {
                progress.update(state(step, 2, NONE, 500));
                pass(1000);
            }
            progress.report("worker 1 was lost");
        }
        assertThat(output()).isEqualTo("""
                        tau seed 1    1/100  loss 2.000  500 tokens/s
                        tau seed 1   31/100  loss 2.000  500 tokens/s  left 1:09
                        tau seed 1  worker 1 was lost
                        tau seed 1   40/100  loss 2.000  500 tokens/s  left 1:00
                        """);
    }

    @Test
    void nothingHappenedNothingIsPrinted() {
        progress(10, true).close();
        progress(10, false).close();
        assertThat(output()).isEmpty();
    }
}
