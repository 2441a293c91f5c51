package io.tauspark.embed;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;

/**
 * How documents become vectors.
 *
 * @param kind where the vectors come from
 * @param dimension numbers per vector, the features of the memory
 * @param minCount times a word must occur to get a vector
 * @param window words on either side that a word's vector learns to predict
 * @param iterations passes over the documents
 * @param fitDocuments documents at most that the word vectors are fitted on, a random sample by seed
 */
public record EmbedConfig(EmbedKind kind, int dimension, int minCount, int window, int iterations, int fitDocuments) {
    public EmbedConfig {
        Problems problems = new Problems();
        problems.check(dimension >= 2, "dimension", dimension, "must be at least 2");
        problems.check(minCount >= 1, "min-count", minCount, "must be at least 1");
        problems.check(window >= 1, "window", window, "must be at least 1");
        problems.check(iterations >= 1, "iterations", iterations, "must be at least 1");
        problems.check(fitDocuments >= 2, "fit-documents", fitDocuments, "must be at least 2");
        problems.throwIfAny();
    }

    public static EmbedConfig from(Settings settings) {
        return new EmbedConfig(
                settings.choice("kind", EmbedKind.class),
                settings.integer("dimension"),
                settings.integer("min-count"),
                settings.integer("window"),
                settings.integer("iterations"),
                settings.integer("fit-documents"));
    }
}
