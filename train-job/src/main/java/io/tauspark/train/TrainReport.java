package io.tauspark.train;

import io.tauspark.run.RunEnd;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.state.WorkerReport;
import java.util.List;
import java.util.Locale;

/**
 * The result of a finished training.
 *
 * @param output directory of the run
 * @param steps optimizer steps that were done
 * @param tokens training tokens seen, repeated ones counted each time
 * @param seconds wall time of the training stage
 * @param parameters number of parameters
 * @param skipped steps that were skipped, because the loss or the gradient was not sound
 * @param restarts how often training went back to a checkpoint for that
 * @param trainLoss mean loss of the last logged interval, nats per token
 * @param validationLoss loss of the model that was published on the validation set, nats per token
 * @param validationBitsPerByte the same in bits per byte of text
 * @param unigramLoss loss of a unigram model of the training data on the same windows, nats per token
 * @param unigramBitsPerByte the same in bits per byte of text
 * @param workers who took part
 * @param end why it ended, and which model was published
 */
public record TrainReport(
        String output,
        int steps,
        long tokens,
        double seconds,
        long parameters,
        int skipped,
        int restarts,
        double trainLoss,
        double validationLoss,
        double validationBitsPerByte,
        double unigramLoss,
        double unigramBitsPerByte,
        List<WorkerReport> workers,
        RunEnd end) {

    static TrainReport of(String output, TrainConfig config, double seconds, List<WorkerReport> workers, RunEnd end) {
        WorkerReport first = workers.get(0);
        double bitsPerNat = 1 / Math.log(2);
        double tokensPerByte = first.validationTokens() / (double) Math.max(1, first.validationBytes());
        return new TrainReport(
                output,
                end.step(),
                end.step() * config.tokensPerStep(),
                seconds,
                first.parameters(),
                first.skipped(),
                first.restarts(),
                first.trainLoss(),
                end.published().loss(),
                end.published().loss() * bitsPerNat * tokensPerByte,
                first.unigramLoss(),
                first.unigramLoss() * bitsPerNat * tokensPerByte,
                List.copyOf(workers),
                end);
    }

    /** A summary for a person, in a few lines. */
    public String summary() {
        String skips = skipped == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "skipped           %,d steps, sent back %,d times; see events.jsonl%n",
                        skipped,
                        restarts);
        return String.format(
                Locale.ROOT,
                """
                run               %s
                model             %,d parameters, %,d steps, %,d tokens in %.0f s on %d workers
                %strain loss        %.4f nats per token
                validation loss   %.4f nats per token, perplexity %.2f, %.3f bits per byte
                unigram model     %.4f nats per token, perplexity %.2f, %.3f bits per byte
                model published   %s
                training ended    %s
                """,
                output,
                parameters,
                steps,
                tokens,
                seconds,
                workers.size(),
                skips,
                trainLoss,
                validationLoss,
                Math.exp(validationLoss),
                validationBitsPerByte,
                unigramLoss,
                Math.exp(unigramLoss),
                unigramBitsPerByte,
                end.model(),
                end.why());
    }
}
