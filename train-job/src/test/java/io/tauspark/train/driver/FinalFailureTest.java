package io.tauspark.train.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.config.InvalidInput;
import org.junit.jupiter.api.Test;

class FinalFailureTest {
    private static final String STAGE = "Job aborted due to stage failure: Could not recover from a failed barrier"
            + " ResultStage. Most recent failure reason: Stage failed because barrier task ResultTask(0, 1) finished"
            + " unsuccessfully.\n";
    private static final String STACK = "\n\tat io.tauspark.train.data.Lane.<init>(Lane.java:20)\n\tat java.base/x";
    private final Exception cause = new Exception();

    @Test
    void whatAWorkerCannotUseIsRefusedAsItSaysIt() {
        assertThat(FinalFailure.in(STAGE + "io.tauspark.config.InvalidInput: shard 3 is empty" + STACK, cause))
                .hasValueSatisfying(failure -> assertThat(failure)
                        .isInstanceOf(InvalidInput.class)
                        .hasMessage("shard 3 is empty")
                        .hasCause(cause));
    }

    @Test
    void aCheckpointThatCannotBeWrittenAndALossThatDivergesEndTheTraining() {
        assertThat(FinalFailure.in("io.tauspark.train.state.CheckpointFailed: disk full,\nreally", cause))
                .hasValueSatisfying(failure ->
                        assertThat(failure).isInstanceOf(TrainingFailed.class).hasMessage("disk full,\nreally"));
        assertThat(FinalFailure.in(STAGE + "io.tauspark.train.worker.Diverged: at step 7" + STACK, cause))
                .hasValueSatisfying(failure ->
                        assertThat(failure).isInstanceOf(TrainingFailed.class).hasMessage("at step 7"));
    }

    @Test
    void aJobThatWasCancelledIsNotTriedAgain() {
        assertThat(FinalFailure.in("Job 3 cancelled because SparkContext was shut down", cause))
                .hasValueSatisfying(failure -> assertThat(failure)
                        .hasMessage("the training was cancelled: Job 3 cancelled because SparkContext was shut down"));
    }

    @Test
    void anythingElseMayGoBetterTheNextTime() {
        assertThat(FinalFailure.in(STAGE + "io.tauspark.exchange.ExchangeFailed: rank 1 was lost" + STACK, cause))
                .isEmpty();
        assertThat(FinalFailure.in("ExecutorLostFailure (executor 1 exited)", cause))
                .isEmpty();
    }
}
