package io.tauspark.score;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.laplacian.TauConfig;

/**
 * The settings of the score command.
 *
 * @param memory a memory directory, one of its releases, or a foreign pair of manifold.parquet and manifold.json
 * @param corpus the documents; with a vector each, or with texts for the embedder that the memory keeps
 * @param output directory of the Parquet files to make
 * @param overwrite whether an earlier output may be replaced
 * @param tau how energies become λ
 */
public record ScoreConfig(String memory, CorpusConfig corpus, String output, boolean overwrite, TauConfig tau) {
    public ScoreConfig {
        new Problems()
                .check(!memory.isBlank(), "memory", memory, "is blank; name the output of laplacian")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .throwIfAny();
    }

    public static ScoreConfig from(Settings settings) {
        return RecordBinder.of(ScoreConfig.class)
                .with("corpus", keys -> CorpusConfig.from(keys, keys.text("embedding")))
                .apply(settings);
    }
}
