package io.tauspark.bench.quality;

import io.tauspark.corpus.ShardManifest;
import io.tauspark.corpus.Split;
import io.tauspark.corpus.Tokenizer;
import io.tauspark.train.TokenStream;
import io.tauspark.train.ValidationSet;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The text of all trials, as tokens.
 *
 * @param training every training document, in the order of the shards
 * @param selection windows that choose the parameters of a trial
 * @param test windows that score them
 * @param tokenizer what made the tokens
 */
record TrialText(int[] training, ValidationSet selection, ValidationSet test, Tokenizer tokenizer) {

    /** Reads shards and makes sure that they are what their manifest says. */
    static TrialText read(
            Path shards, Tokenizer tokenizer, int context, int selectionWindows, int testWindows, Configuration hadoop)
            throws IOException {
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        manifest.verify(shards, hadoop);
        int[] training = TokenStream.of(shards, manifest.parts(Split.TRAIN), document -> true, tokenizer, hadoop);
        int[] selection = heldOut(shards, manifest, HeldOut.SELECTION, tokenizer, hadoop);
        int[] test = heldOut(shards, manifest, HeldOut.TEST, tokenizer, hadoop);
        return new TrialText(
                training,
                new ValidationSet(selection, context, selectionWindows),
                new ValidationSet(test, context, testWindows),
                tokenizer);
    }

    private static int[] heldOut(
            Path shards, ShardManifest manifest, HeldOut half, Tokenizer tokenizer, Configuration hadoop)
            throws IOException {
        return TokenStream.of(
                shards,
                manifest.parts(Split.VALIDATION),
                document -> HeldOut.of(document.id()) == half,
                tokenizer,
                hadoop);
    }
}
