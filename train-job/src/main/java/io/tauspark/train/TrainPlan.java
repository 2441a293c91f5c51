package io.tauspark.train;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What the driver settled before training and every worker needs.
 *
 * @param config the job's configuration
 * @param headLaplacians one [D, D] row-major per head
 * @param memory SHA-256 of the memory's matrix
 * @param trainParts paths of the training shards
 * @param validationParts paths of the validation shards
 * @param run directory that the run is written to
 * @param progress where worker 0 reports to
 * @param hadoop file system settings of the driver
 */
record TrainPlan(
        TrainConfig config,
        List<double[]> headLaplacians,
        String memory,
        List<String> trainParts,
        List<String> validationParts,
        String run,
        ProgressAddress progress,
        SerializableConfiguration hadoop)
        implements Serializable {

    /** Numbers of the micro-batches of one worker: neighbours, so that its sum is a subtree of the whole sum. */
    int[] microBatchesOf(int rank) {
        int each = config.batch().microBatches() / config.workers();
        return IntStream.range(rank * each, (rank + 1) * each).toArray();
    }

    /** The shards that feed a micro-batch number, the same for any number of workers. */
    List<String> partsOf(int microBatch) {
        return IntStream.range(0, trainParts.size())
                .filter(part -> part % config.batch().microBatches() == microBatch)
                .mapToObj(trainParts::get)
                .toList();
    }
}
