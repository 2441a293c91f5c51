package io.tauspark.train.data;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.shards.Document;
import io.tauspark.shards.Fingerprint;
import io.tauspark.shards.ShardPart;
import io.tauspark.tokens.Tokenizer;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The two halves of the validation documents, by their ids alone. One chooses among models, the other judges what was
 * chosen, so that nothing is chosen by what it is judged by.
 */
public enum HeldOut {
    /** Chooses. */
    SELECTION,
    /** Judges. */
    TEST;

    /** The shards' own split is by the fingerprint of the id alone, so that one says nothing new here. */
    private static final String PURPOSE = "held-out:";

    /** The half of a document. */
    public static HeldOut of(String id) {
        return Fingerprint.fraction(Fingerprint.of(PURPOSE + id)) < 0.5 ? SELECTION : TEST;
    }

    /**
     * The windows of this half.
     *
     * @param validation parts of shards
     * @param context tokens that a window predicts
     * @param most windows that are kept
     */
    public ValidationSet windows(
            Path shards, List<ShardPart> validation, Tokenizer tokenizer, int context, int most, Configuration hadoop)
            throws IOException {
        return new ValidationSet(
                TokenStream.of(shards, validation, this::holds, tokenizer::encode, tokenizer.separator(), hadoop),
                // A separator stands for no byte.
                TokenStream.of(shards, validation, this::holds, tokenizer::bytes, 0, hadoop),
                context,
                most);
    }

    /**
     * Makes sure that each half has something to score, reading no more than that takes.
     *
     * @throws InvalidInput if one has not
     */
    public static void requireBoth(Path shards, List<ShardPart> validation, Tokenizer tokenizer, Configuration hadoop)
            throws IOException {
        for (HeldOut half : values()) {
            int enough = ValidationSet.FEWEST_TOKENS;
            int found = TokenStream.length(shards, validation, half::holds, tokenizer::encode, enough, hadoop);
            if (found < enough) {
                throw new InvalidInput(
                        "the %s half of the validation documents is empty: shard a larger corpus or raise validation.fraction"
                                .formatted(Settings.spelling(half)));
            }
        }
    }

    private boolean holds(Document document) {
        return of(document.id()) == this;
    }
}
