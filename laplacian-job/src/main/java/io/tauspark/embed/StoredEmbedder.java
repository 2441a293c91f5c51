package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The embedder that a release keeps, so that later documents get vectors of the same space. */
public final class StoredEmbedder {
    /** The embedder's directory in a release. */
    public static final String DIRECTORY = "embedder";

    private StoredEmbedder() {}

    /**
     * Opens what {@link Embedder#save} wrote.
     *
     * @param directory that it wrote to
     * @return an embedder that gives the same documents the same vectors
     * @throws InvalidInput if it is missing or damaged, or if its model is not the same any more
     */
    public static Embedder load(Path directory, SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        EmbedderFile file = EmbedderFile.read(directory, hadoop);
        Embedder embedder =
                switch (file.kind()) {
                    case WordsEmbedder.KIND ->
                        new WordsEmbedder(WordVectors.read(directory, file.sha256(), hadoop), file.sha256());
                    case TermsEmbedder.KIND -> TermsEmbedder.load(directory, file, hadoop);
                    case DjlEmbedder.KIND -> DjlEmbedder.reopen(file, spark);
                    default ->
                        throw new InvalidInput(
                                "embedder '%s' is of the unknown kind '%s'; known are words, terms and djl"
                                        .formatted(directory, file.kind()));
                };
        if (embedder.dimension() != file.dimension()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "embedder '%s' gives vectors of %d numbers, its %s says %d; restore its files",
                    directory,
                    embedder.dimension(),
                    EmbedderFile.NAME,
                    file.dimension()));
        }
        return embedder;
    }
}
