package io.tauspark.compare;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.store.Storage;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.ValidationSet;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A check that variants of different tokenizers are judged by the same documents: by all of the validation documents, but
 * for less than a window at their end. So many windows from their start would be another text for each tokenizer.
 */
final class SameDocuments {
    private SameDocuments() {}

    /** @throws InvalidInput if a trial would not be judged by all documents, or the shards cannot be read */
    static void require(CompareConfig config, Configuration hadoop) throws IOException {
        String limit = config.selection().isPresent()
                ? "each of selection.windows and selection.test-windows"
                : "train.validation.windows";
        Set<List<Object>> met = new HashSet<>();
        for (Trial trial : config.trials()) {
            TrainConfig train = trial.train();
            if (!met.add(List.of(train.data(), train.tokenizer().identity()))) {
                continue;
            }
            int scored = config.selection()
                    .map(selection -> Math.min(selection.windows(), selection.testWindows()))
                    .orElse(train.validation().windows());
            int all = windows(train, hadoop);
            if (scored < all) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "the validation documents fill %d windows with the tokens of variant '%s', and %d of them are other "
                                + "documents for another tokenizer: set %s to at least %d, or give tokenizers = same",
                        all,
                        CompareConfig.variant(trial),
                        scored,
                        limit,
                        all));
            }
        }
    }

    private static int windows(TrainConfig train, Configuration hadoop) throws IOException {
        Path shards = Storage.qualified(train.data(), hadoop);
        List<ShardPart> validation = ShardManifest.read(shards, hadoop).parts(Split.VALIDATION);
        try (Tokenizer tokenizer = train.tokenizer().open()) {
            return ValidationSet.windows(
                    shards, validation, tokenizer, train.model().context(), hadoop);
        }
    }
}
