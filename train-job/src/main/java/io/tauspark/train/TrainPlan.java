package io.tauspark.train;

import io.tauspark.corpus.ShardPart;
import io.tauspark.corpus.Tokenizer;
import io.tauspark.exchange.ProgressAddress;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What the driver settled before training and every worker needs.
 *
 * @param config the job's configuration
 * @param headLaplacians one [D, D] row-major per head
 * @param memory SHA-256 of the memory's matrix
 * @param shards directory of the shards
 * @param trainParts the training shards
 * @param validationParts the validation shards
 * @param run directory that the run is written to
 * @param progress where worker 0 reports to
 * @param hadoop file system settings of the driver
 */
record TrainPlan(
        TrainConfig config,
        List<double[]> headLaplacians,
        String memory,
        String shards,
        List<ShardPart> trainParts,
        List<ShardPart> validationParts,
        String run,
        ProgressAddress progress,
        SerializableConfiguration hadoop)
        implements Serializable {

    /** The tokens of some shards: their documents, a separator before each and one at the end. */
    int[] tokens(List<ShardPart> parts, Tokenizer tokenizer) throws IOException {
        return TokenStream.of(new Path(shards), parts, tokenizer::encode, tokenizer.separator(), hadoop.value());
    }

    /** The UTF-8 bytes that each of these tokens stands for, none for separators. */
    int[] bytes(List<ShardPart> parts, Tokenizer tokenizer) throws IOException {
        return TokenStream.of(new Path(shards), parts, tokenizer::bytes, 0, hadoop.value());
    }

    /** Numbers of the micro-batches of one worker: neighbours, so that its sum is a subtree of the whole sum. */
    int[] microBatchesOf(int rank) {
        int each = config.batch().microBatches() / config.workers();
        return IntStream.range(rank * each, (rank + 1) * each).toArray();
    }

    /** The shards that feed a micro-batch number, the same for any number of workers. */
    List<ShardPart> partsOf(int microBatch) {
        return IntStream.range(0, trainParts.size())
                .filter(part -> part % config.batch().microBatches() == microBatch)
                .mapToObj(trainParts::get)
                .toList();
    }
}
