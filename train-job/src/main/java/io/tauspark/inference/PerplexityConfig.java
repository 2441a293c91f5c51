package io.tauspark.inference;

import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;

/**
 * The settings of the job {@code perplexity}.
 *
 * @param model a run, or a model directory
 * @param corpus the documents
 * @param output directory of the Parquet files to make
 * @param overwrite whether an earlier output may be replaced
 */
public record PerplexityConfig(String model, CorpusConfig corpus, String output, boolean overwrite) {
    public PerplexityConfig {
        InferenceOutput.check(model, output);
    }

    public static PerplexityConfig from(Settings settings) {
        return RecordBinder.of(PerplexityConfig.class)
                .with("corpus", keys -> CorpusConfig.from(keys, ""))
                .apply(settings);
    }
}
