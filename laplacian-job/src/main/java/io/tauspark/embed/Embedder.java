package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Turns documents into vectors of one space. A release keeps the one it was built with, so that documents which come
 * later get vectors whose features mean the same.
 */
public interface Embedder {
    /**
     * The embedder that the settings ask for, where it needs nothing but documents: word vectors fitted on them, or a model.
     *
     * @param documents columns {@code id} and {@code text}, both texts
     * @param count how many they are
     * @param seed of what is fitted
     * @throws InvalidInput if it cannot be made, or if the vectors are to come from a column
     */
    static Embedder of(EmbedConfig config, Dataset<Row> documents, long count, long seed) throws IOException {
        return switch (config.kind()) {
            case WORDS -> WordsEmbedder.fit(documents, count, config, seed);
            case DJL -> DjlEmbedder.open(config.djl(), config.dimension(), documents.sparkSession());
            case TERMS ->
                throw new InvalidInput("embed.kind=terms takes the vectors from the terms of a memory; build one");
            case COLUMN ->
                throw new InvalidInput("embed.kind=column takes the vectors from column '%s', there is nothing to embed"
                        .formatted(config.column()));
        };
    }

    /**
     * Embeds documents.
     *
     * @param documents columns {@code id}, of any type, and {@code text}
     * @return columns {@code id} and {@code vector} (MLlib's vector type), one row per document; the vector of a
     *     document about which nothing is known is zero
     */
    Dataset<Row> embed(Dataset<Row> documents);

    /** Numbers per vector, which are the features of the memory. */
    int dimension();

    /**
     * The facts that identify the space: the kind, a checksum of what was learned, and what else a reader should know.
     */
    Map<String, Object> provenance();

    /** Writes into a new directory what {@code StoredEmbedder.load} needs to embed the same way again. */
    void save(Path directory, SparkSession spark) throws IOException;
}
