package io.tauspark.diagnosis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.run.MadeUpRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EpiplexityTest {
    private static final int STEPS = 2000;

    /** As {@link MadeUpRun} has it. */
    private static final int TOKENS_PER_STEP = 100;

    @Test
    void isTheAreaAboveTheEnd() {
        // 3 nats until half of the steps are done, 2 from there on: half of the tokens pay one nat each.
        MadeUpRun run = new MadeUpRun();
        for (int step = 10; step <= STEPS; step += 10) {
            run.training(step, step <= STEPS / 2 ? 3.0 : 2.0);
        }
        Epiplexity found = of(run);
        assertThat(found.endLoss()).isEqualTo(2);
        assertThat(found.tokens()).isEqualTo((long) STEPS * TOKENS_PER_STEP);
        assertThat(found.bits()).isCloseTo(STEPS / 2 * TOKENS_PER_STEP / Math.log(2), within(1e-6));
        assertThat(found.text()).contains("2.000 nats per token, is 144,270 bits over 200,000 tokens");
    }

    @Test
    void ofAnExponentialIsItsTimeConstant() {
        // Σ e^{−s/c} over all steps is 1 / (e^{1/c} − 1); each line has the mean of its interval, the first is of one
        // step.
        double constant = 100;
        MadeUpRun run = new MadeUpRun();
        int before = 0;
        for (int step = 1; step <= STEPS; step = step == 1 ? 10 : step + 10) {
            double sum = 0;
            for (int i = before + 1; i <= step; i++) {
                sum += 2 + Math.exp(-i / constant);
            }
            run.training(step, sum / (step - before));
            before = step;
        }
        double steps = 1 / (Math.exp(1 / constant) - 1);
        // What the last twentieth is above its limit, all steps pay.
        assertThat(of(run).bits()).isCloseTo(steps * TOKENS_PER_STEP / Math.log(2), within(0.1));
        assertThat(of(run).endLoss()).isCloseTo(2, within(1e-7));
    }

    @Test
    void theEndIsTheMeanOfTheLastTwentieth() {
        MadeUpRun run = new MadeUpRun();
        for (int step = 10; step <= 1000; step += 10) {
            run.training(step, step <= 950 ? 2.0 : step % 20 == 0 ? 1.0 : 1.5);
        }
        assertThat(of(run).endLoss()).isCloseTo((3 * 1.0 + 2 * 1.5) / 5, within(1e-9));
    }

    @Test
    void skippedStepsPayNothing() {
        MadeUpRun run = new MadeUpRun();
        run.training(10, 3.0);
        run.training(20, null);
        run.training(30, 2.0);
        Epiplexity found = of(run);
        assertThat(found.tokens()).isEqualTo(20L * TOKENS_PER_STEP);
        assertThat(found.bits()).isCloseTo(10 * TOKENS_PER_STEP / Math.log(2), within(1e-6));
    }

    @Test
    void whatTheTrainingGaveUpIsNotPaidTwice() {
        MadeUpRun run = new MadeUpRun();
        run.training(10, 3.0);
        run.training(20, 9.0);
        run.training(20, 2.5);
        run.training(30, 2.0);
        assertThat(of(run).bits()).isCloseTo((10 + 5) * TOKENS_PER_STEP / Math.log(2), within(1e-6));
    }

    @Test
    void aRunWithoutALossHasNone() {
        MadeUpRun run = new MadeUpRun();
        assertThat(Epiplexity.of(run.history())).isNull();
        run.training(10, null);
        assertThat(Epiplexity.of(run.history())).isNull();
    }

    private static Epiplexity of(MadeUpRun run) {
        @Nullable Epiplexity found = Epiplexity.of(run.history());
        assertThat(found).isNotNull();
        return requireNonNull(found);
    }
}
