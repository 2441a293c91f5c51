package io.tauspark.train;

import io.tauspark.corpus.ShardPart;
import io.tauspark.corpus.Tokenizer;
import io.tauspark.exchange.ProgressAddress;
import io.tauspark.model.HeadLaplacians;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What the driver settled before training and every worker needs.
 *
 * @param config the job's configuration
 * @param laplacians what the model's heads see of the memory
 * @param memory SHA-256 of the memory's matrix, or null without one
 * @param shards directory of the shards
 * @param trainParts the training shards
 * @param validationParts the validation shards
 * @param run directory that the run is written to
 * @param progress where worker 0 reports to
 * @param hadoop file system settings of the driver
 */
record TrainPlan(
        TrainConfig config,
        HeadLaplacians laplacians,
        @Nullable String memory,
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

    /** Who learns from what. */
    LanePlan lanePlan() {
        return new LanePlan(trainParts.size(), config.batch().microBatches(), config.workers());
    }

    /** A lane with its tokens. */
    Lane lane(int number, Tokenizer tokenizer) throws IOException {
        List<ShardPart> parts = IntStream.of(lanePlan().shardsOf(number))
                .mapToObj(trainParts::get)
                .toList();
        return new Lane(number, tokens(parts, tokenizer), config.model().context(), config.seed());
    }
}
