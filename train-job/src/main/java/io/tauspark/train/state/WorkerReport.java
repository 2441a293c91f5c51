package io.tauspark.train.state;

import io.tauspark.run.RunEnd;
import io.tauspark.run.WorkerPlace;
import io.tauspark.train.data.ValidationSet;
import org.jspecify.annotations.Nullable;

/**
 * The report of one worker when it has finished.
 *
 * @param rank its number
 * @param executor Spark's id of the executor it ran in
 * @param host where that executor runs
 * @param device what it computed on
 * @param gpu the address of the GPU that Spark gave to its task, or null if none
 * @param weights checksum of its final parameters; all workers must have the same
 * @param parameters number of parameters
 * @param skipped steps that were skipped
 * @param restarts how often the training was sent back
 * @param trainLoss mean loss of the last logged interval, nats per token
 * @param validationLoss final loss on the validation set, nats per token
 * @param unigramLoss loss of the unigram model on the same windows, nats per token
 * @param validationTokens tokens of the validation set that were scored
 * @param validationBytes UTF-8 bytes that those tokens stand for
 * @param end of the training; null where it was left to be resumed later
 */
public record WorkerReport(
        int rank,
        String executor,
        String host,
        String device,
        @Nullable String gpu,
        long weights,
        long parameters,
        int skipped,
        int restarts,
        double trainLoss,
        double validationLoss,
        double unigramLoss,
        long validationTokens,
        long validationBytes,
        @Nullable RunEnd end) {

    public static WorkerReport of(
            int rank,
            WorkerPlace place,
            long weights,
            long parameters,
            RunState state,
            double unigramLoss,
            ValidationSet validation,
            @Nullable RunEnd end) {
        return new WorkerReport(
                rank,
                place.executor(),
                place.host(),
                place.device(),
                place.gpu(),
                weights,
                parameters,
                state.progress().skipped(),
                state.progress().restarts(),
                orNaN(state.losses().train()),
                orNaN(state.losses().validation()),
                unigramLoss,
                validation.targets(),
                validation.bytes(),
                end);
    }

    private static double orNaN(@Nullable Double loss) {
        return loss == null ? Double.NaN : loss;
    }
}
