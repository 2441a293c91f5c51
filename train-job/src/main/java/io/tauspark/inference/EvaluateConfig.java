package io.tauspark.inference;

import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;

/**
 * The settings of the job {@code evaluate}.
 *
 * @param model a run, or a model directory
 * @param corpus the documents, which the model has not learnt from
 * @param output directory of the Parquet files to make
 * @param overwrite whether an earlier output may be replaced
 * @param questions what is asked
 */
public record EvaluateConfig(
        String model,
        CorpusConfig corpus,
        String output,
        boolean overwrite,
        @Key("") QuestionConfig questions) {
    public EvaluateConfig {
        InferenceOutput.check(model, output);
    }

    public static EvaluateConfig from(Settings settings) {
        return RecordBinder.of(EvaluateConfig.class)
                .with("corpus", keys -> CorpusConfig.from(keys, ""))
                .apply(settings);
    }
}
