package io.tauspark.quickstart;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.generate.GenerateConfig;
import io.tauspark.laplacian.LaplacianConfig;
import io.tauspark.shard.ShardConfig;
import io.tauspark.train.config.TrainConfig;
import java.util.List;

/**
 * The settings of the command {@code quickstart}.
 *
 * @param output directory of everything it writes
 * @param domains lexicographer files of WordNet whose glosses are the corpus
 * @param shard settings of its job {@code shard}
 * @param laplacian settings of its job {@code laplacian}
 * @param train settings of its job {@code train}
 * @param generate settings of its job {@code generate}
 */
public record QuickstartConfig(
        String output,
        List<String> domains,
        ShardConfig shard,
        LaplacianConfig laplacian,
        TrainConfig train,
        GenerateConfig generate) {

    /** Name of the file of glosses in the output. */
    private static final String CORPUS = "corpus.jsonl";

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
        return RecordBinder.of(QuickstartConfig.class)
                .with("output", all -> all.group(QuickstartConfig::directory))
                .with("shard", all -> all.section("shard", ShardConfig::from))
                .with("laplacian", all -> all.section("laplacian", LaplacianConfig::from))
                .with("train", all -> all.section("train", TrainConfig::from))
                .apply(settings);
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
