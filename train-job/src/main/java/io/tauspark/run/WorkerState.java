package io.tauspark.run;

import java.util.Locale;

/**
 * The state of a worker, as it reports it every few seconds.
 *
 * @param attempt which attempt of the training it belongs to, from 1
 * @param rank its number
 * @param executor Spark's id of the executor it runs in
 * @param host where that executor runs
 * @param device what it computes on; empty until it has chosen
 * @param phase what it does
 * @param step steps that are done
 * @param phaseSeconds how long it has been in this phase
 * @param idleSeconds how long its training thread has not moved: entered a phase, ended a step, written a line
 * @param loss of the last step, nats per token; NaN where it is not known
 * @param rate learning rate of the last step; NaN where it is not known
 * @param tokensPerSecond pace of all workers together; NaN where it is not known
 */
public record WorkerState(
        int attempt,
        int rank,
        String executor,
        String host,
        String device,
        Phase phase,
        int step,
        double phaseSeconds,
        double idleSeconds,
        double loss,
        double rate,
        double tokensPerSecond) {

    /** The activity of a worker. */
    public enum Phase {
        /** Connects to the driver and loads PyTorch. */
        STARTING,
        /** Reads shards or a checkpoint, and waits for the others to have read theirs. */
        READING,
        TRAINING,
        VALIDATING,
        CHECKPOINTING,
        /** Has nothing more to say. */
        FINISHED;

        /** The phase as in "2 training". */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
