package io.tauspark.inference;

import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.generate.GenerationLimits;
import io.tauspark.generate.Sampling;

/**
 * The settings of the job {@code complete}.
 *
 * @param model a run, or a model directory
 * @param corpus the prompts
 * @param output directory of the Parquet files to make
 * @param overwrite whether an earlier output may be replaced
 * @param limits where a continuation ends
 * @param sampling how the next token is drawn
 */
public record CompleteConfig(
        String model,
        CorpusConfig corpus,
        String output,
        boolean overwrite,
        @Key("") GenerationLimits limits,
        @Key("") Sampling sampling) {
    public CompleteConfig {
        InferenceOutput.check(model, output);
    }

    public static CompleteConfig from(Settings settings) {
        return RecordBinder.of(CompleteConfig.class)
                .with("corpus", keys -> CorpusConfig.from(keys, ""))
                .apply(settings);
    }
}
