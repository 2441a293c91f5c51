package io.tauspark.bench.quality;

import io.tauspark.shards.Document;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.TokenStream;
import io.tauspark.train.data.ValidationSet;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The text of all trials, as tokens.
 *
 * @param training every training document, in the order of the shards
 * @param selection windows that choose the parameters of a trial
 * @param test windows that score them
 */
record TrialText(int[] training, ValidationSet selection, ValidationSet test) {

    /** Reads shards and makes sure that they are what their manifest says. */
    static TrialText read(Path shards, QualityConfig config, Configuration hadoop) throws IOException {
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        manifest.verify(shards, hadoop);
        TrainConfig train = config.trials().common();
        int context = train.model().context();
        try (Tokenizer tokenizer = train.tokenizer().open()) {
            Reader reader = new Reader(shards, manifest, tokenizer, hadoop);
            return new TrialText(
                    reader.training(),
                    reader.heldOut(HeldOut.SELECTION, context, config.selectionWindows()),
                    reader.heldOut(HeldOut.TEST, context, config.testWindows()));
        }
    }

    private record Reader(Path shards, ShardManifest manifest, Tokenizer tokenizer, Configuration hadoop) {
        int[] training() throws IOException {
            return numbers(Split.TRAIN, document -> true, tokenizer::encode, tokenizer.separator());
        }

        ValidationSet heldOut(HeldOut half, int context, int most) throws IOException {
            Predicate<Document> mine = document -> HeldOut.of(document.id()) == half;
            int[] tokens = numbers(Split.VALIDATION, mine, tokenizer::encode, tokenizer.separator());
            // A separator stands for no byte.
            int[] bytes = numbers(Split.VALIDATION, mine, tokenizer::bytes, 0);
            return new ValidationSet(tokens, bytes, context, most);
        }

        private int[] numbers(Split split, Predicate<Document> taken, Function<String, int[]> numbers, int separator)
                throws IOException {
            return TokenStream.of(shards, manifest.parts(split), taken, numbers, separator, hadoop);
        }
    }
}
