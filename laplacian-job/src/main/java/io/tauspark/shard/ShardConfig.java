package io.tauspark.shard;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.shards.ShardPlan;

/**
 * The settings by which a corpus is cut into shards.
 *
 * @param corpus what is read
 * @param output directory to make
 * @param shards number of training parts
 * @param validationFraction expected share of validation documents, in (0, 1)
 * @param validationParts number of validation parts
 * @param nearDuplicates similarity from which the larger id of two documents is removed, in (0, 1], or 0 for never
 * @param seed of the order of the documents
 * @param overwrite whether earlier shards at the output may be replaced
 */
public record ShardConfig(
        CorpusConfig corpus,
        String output,
        int shards,
        @Key("validation.fraction") double validationFraction,
        @Key("validation.parts") int validationParts,
        @Key("near-duplicates.threshold") double nearDuplicates,
        long seed,
        boolean overwrite) {

    public ShardConfig {
        new Problems()
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .check(shards >= 1, "shards", shards, "must be at least 1")
                .check(
                        validationFraction > 0 && validationFraction < 1,
                        "validation.fraction",
                        validationFraction,
                        "must lie between 0 and 1, both excluded")
                .check(validationParts >= 1, "validation.parts", validationParts, "must be at least 1")
                .check(
                        nearDuplicates >= 0 && nearDuplicates <= 1,
                        "near-duplicates.threshold",
                        nearDuplicates,
                        "must lie in (0, 1], or be 0 to keep near duplicates")
                .throwIfAny();
    }

    /** The cut that these settings ask for. */
    ShardPlan plan() {
        return new ShardPlan(corpus.input(), shards, validationFraction, validationParts, seed);
    }

    public static ShardConfig from(Settings settings) {
        return RecordBinder.of(ShardConfig.class)
                .with("corpus", keys -> CorpusConfig.from(keys, ""))
                .apply(settings);
    }
}
