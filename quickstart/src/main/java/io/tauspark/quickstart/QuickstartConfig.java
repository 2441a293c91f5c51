package io.tauspark.quickstart;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.generate.GenerateConfig;
import io.tauspark.laplacian.LaplacianConfig;
import io.tauspark.shard.ShardConfig;
import io.tauspark.tokenizer.TokenizerConfig;
import io.tauspark.tokenizer.TokenizerJob;
import io.tauspark.train.config.TrainConfig;
import java.util.List;

/**
 * The settings of the command {@code quickstart}.
 *
 * @param output directory of everything it writes
 * @param domains lexicographer files of WordNet whose glosses are the corpus
 * @param shard settings of its job {@code shard}
 * @param tokenizer settings of its job {@code tokenizer}
 * @param laplacian settings of its job {@code laplacian}
 * @param train settings of its job {@code train}
 * @param generate settings of its job {@code generate}
 * @param settings all of them, for {@link #afterTokenizer}
 */
public record QuickstartConfig(
        String output,
        List<String> domains,
        ShardConfig shard,
        TokenizerConfig tokenizer,
        LaplacianConfig laplacian,
        TrainConfig train,
        GenerateConfig generate,
        Settings settings) {

    /** Name of the file of glosses in the output. */
    private static final String CORPUS = "corpus.jsonl";

    /** Stands in for a vocabulary until it is learnt, so that all other settings are checked before the first job. */
    private static final Config UNLEARNT = ConfigFactory.parseString("{ tokenizer = gpt2, tokenizer-file = \"\" }");

    public QuickstartConfig {
        domains = List.copyOf(domains);
        new Problems()
                .check(!domains.isEmpty(), "domains", domains, "names no domain")
                .check(
                        WordNetGlosses.domains().containsAll(domains),
                        "domains",
                        domains,
                        "must be among " + WordNetGlosses.domains())
                .throwIfAny();
    }

    public static QuickstartConfig from(Settings settings) {
        Settings early = settings;
        for (String user : List.of("laplacian.terms", "train")) {
            if (isLearnt(settings, user)) {
                early = early.standingIn(UNLEARNT.atPath(user));
            }
        }
        return of(early, settings);
    }

    /** The same settings, read when the vocabulary is there that they name. */
    public QuickstartConfig afterTokenizer() {
        return settings.again(now -> of(now, settings));
    }

    private static QuickstartConfig of(Settings read, Settings settings) {
        return RecordBinder.of(QuickstartConfig.class)
                .with("output", all -> all.group(QuickstartConfig::directory))
                .with("shard", all -> all.section("shard", ShardConfig::from))
                .with("tokenizer", all -> all.section("tokenizer", TokenizerConfig::from))
                .with("laplacian", all -> all.section("laplacian", LaplacianConfig::from))
                .with("train", all -> all.section("train", TrainConfig::from))
                .with("settings", all -> settings)
                .apply(read);
    }

    /** Whether a job's vocabulary is the one that is learnt here, and not another that its user names. */
    private static boolean isLearnt(Settings settings, String section) {
        return settings.text(section + ".tokenizer").equals("huggingface")
                && settings.text(section + ".tokenizer-file")
                        .equals(settings.text("tokenizer.output") + "/" + TokenizerJob.FILE);
    }

    /** The output directory, whose corpus must be that of the glosses: a user's own must not lie there. */
    private static String directory(Settings settings) {
        String output = settings.text("output");
        String corpus = settings.text("shard.input");
        new Problems()
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .check(
                        corpus.equals(output + "/" + CORPUS),
                        "shard.input",
                        corpus,
                        "must stay " + CORPUS + " in output, where the glosses are written; for a corpus of yours there"
                                + " is the command shard")
                .throwIfAny();
        return output;
    }
}
