package io.tauspark.bench.memory;

import io.tauspark.config.Problems;

/**
 * The settings of {@link SyntheticEmbeddings}.
 *
 * @param output directory of the Parquet files
 * @param documents rows
 * @param features numbers per row
 * @param files number of files
 * @param seed of all values
 */
public record SyntheticConfig(String output, long documents, int features, int files, long seed) {
    public SyntheticConfig {
        new Problems()
                .check(!output.isBlank(), "output", output, "must not be empty")
                .check(documents >= 1, "documents", documents, "must be at least 1")
                .check(features >= 2, "features", features, "must be at least 2")
                .check(files >= 1, "files", files, "must be at least 1")
                .throwIfAny();
    }
}
