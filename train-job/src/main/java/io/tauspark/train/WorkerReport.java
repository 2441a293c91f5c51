package io.tauspark.train;

/**
 * What one worker says when it has finished.
 *
 * @param rank its number
 * @param executor Spark's id of the executor it ran in
 * @param host where that executor runs
 * @param device what it computed on
 * @param weights checksum of its final parameters; all workers must have the same
 * @param parameters number of parameters
 * @param trainLoss mean loss of the last logged interval, nats per token
 * @param validationLoss final loss on the validation set, nats per token
 * @param unigramLoss loss of the unigram model on the same windows, nats per token
 * @param validationTokens tokens of the validation set that were scored
 * @param validationBytes UTF-8 bytes that those tokens stand for
 */
public record WorkerReport(
        int rank,
        String executor,
        String host,
        String device,
        long weights,
        long parameters,
        double trainLoss,
        double validationLoss,
        double unigramLoss,
        long validationTokens,
        long validationBytes) {}
