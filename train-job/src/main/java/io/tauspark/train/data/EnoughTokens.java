package io.tauspark.train.data;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.tokens.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A check before any training that shards hold the tokens which one needs. Of each lane no more documents are read than
 * fill two windows, so that it takes a moment whatever the size of the corpus.
 */
public final class EnoughTokens {
    private EnoughTokens() {}

    /**
     * Makes sure that every lane has a window to learn from, and the validation documents one to score.
     *
     * @param microBatches of a step
     * @param context tokens that a window predicts
     * @throws InvalidInput if a training would find too few
     */
    public static void require(
            Path shards,
            ShardManifest manifest,
            Tokenizer tokenizer,
            int microBatches,
            int context,
            Configuration hadoop)
            throws IOException {
        List<ShardPart> training = manifest.parts(Split.TRAIN);
        // Lanes do not depend on the number of workers.
        LanePlan plan = new LanePlan(training.size(), microBatches, 1);
        int enough = Lane.fewestTokens(context);
        for (int lane = 0; lane < plan.lanes(); lane++) {
            List<ShardPart> parts =
                    IntStream.of(plan.shardsOf(lane)).mapToObj(training::get).toList();
            Lane.requireWindow(
                    lane,
                    TokenStream.length(shards, parts, document -> true, tokenizer::encode, enough, hadoop),
                    context);
        }
        ValidationSet.requireTarget(TokenStream.length(
                shards,
                manifest.parts(Split.VALIDATION),
                document -> true,
                tokenizer::encode,
                ValidationSet.FEWEST_TOKENS,
                hadoop));
    }
}
