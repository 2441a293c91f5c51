package io.tauspark.laplacian;

import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.VectorCorpus;
import io.tauspark.embed.EmbedConfig;
import io.tauspark.embed.Embedder;
import io.tauspark.store.Stopwatch;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the documents of a memory to be, and embeds them unless they come with vectors. */
final class DocumentReader {
    private final SparkSession spark;
    private final LaplacianConfig config;
    private final Stopwatch stages;

    DocumentReader(SparkSession spark, LaplacianConfig config, Stopwatch stages) {
        this.spark = spark;
        this.config = config;
        this.stages = stages;
    }

    /**
     * Opens the documents.
     *
     * @param base whose documents are passed over, and whose embedder is used
     * @throws io.tauspark.config.InvalidInput if they cannot be read or embedded, or too many are rejected
     */
    DocumentVectors open(Optional<PublishedRelease> base) throws IOException {
        return config.embed().kind() == EmbedConfig.Kind.COLUMN ? given(base) : embedded(base);
    }

    private DocumentVectors given(Optional<PublishedRelease> base) {
        int dimension =
                base.map(PublishedRelease::dimension).orElse(config.embed().dimension());
        OptionalInt wanted = dimension == 0 ? OptionalInt.empty() : OptionalInt.of(dimension);
        VectorCorpus corpus = VectorCorpus.read(spark, config.corpus(), wanted);
        stages.lap("read");
        try {
            corpus.summary().requireFewRejected();
            return new GivenVectors(corpus, base.map(release -> release.ids(spark)));
        } catch (RuntimeException failed) {
            corpus.close();
            throw failed;
        }
    }

    private DocumentVectors embedded(Optional<PublishedRelease> base) throws IOException {
        Corpus corpus = Corpus.read(spark, config.corpus());
        stages.lap("read");
        try {
            corpus.summary().requireFewRejected();
            Dataset<Row> documents = corpus.documents();
            if (base.isPresent()) {
                documents = documents.join(base.get().lambdas(spark).select("id"), "id", "left_anti");
            }
            Embedder embedder = base.isPresent()
                    ? base.get().embedder(spark)
                    : Embedder.of(config.embed(), documents, corpus.summary().accepted(), config.seed());
            stages.lap("fit");
            return new EmbeddedTexts(corpus, documents, embedder);
        } catch (IOException | RuntimeException failed) {
            corpus.close();
            throw failed;
        }
    }
}
