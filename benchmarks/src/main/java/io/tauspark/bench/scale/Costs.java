package io.tauspark.bench.scale;

/**
 * The costs of a step on a cluster that is thought up. Seconds, bytes, and bytes per second throughout.
 *
 * @param parameters of the model
 * @param microBatch forward and backward pass of one micro-batch at one worker
 * @param variation of a worker's step time: standard deviation over mean, drawn again for every worker and step
 * @param update of the optimizer on all parameters
 * @param copy of all parameters from the model to the exchange and back
 * @param width bytes of a value on the wire, 4 or 2
 * @param byteTime what a worker's processor spends on a byte that it sends, or that it receives
 * @param messageTime what it spends on a message beside its bytes, at either end
 * @param latency of the network
 * @param bandwidth of each worker's link, in each direction at once
 * @param roundByteTime what a processor spends on a byte of a round's state, writing or reading it through Spark
 * @param stage what it takes Spark to launch one stage of tasks, and its workers to be ready
 */
record Costs(
        int parameters,
        double microBatch,
        double variation,
        double update,
        double copy,
        int width,
        double byteTime,
        double messageTime,
        double latency,
        double bandwidth,
        double roundByteTime,
        double stage) {
    private static final double BITS = 8;
    private static final double GIGA = 1e9;

    Costs at(double gigabitsPerSecond) {
        return new Costs(
                parameters,
                microBatch,
                variation,
                update,
                copy,
                width,
                byteTime,
                messageTime,
                latency,
                gigabitsPerSecond * GIGA / BITS,
                roundByteTime,
                stage);
    }
}
