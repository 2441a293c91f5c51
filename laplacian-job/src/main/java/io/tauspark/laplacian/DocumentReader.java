package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.VectorCorpus;
import io.tauspark.embed.EmbedConfig;
import io.tauspark.embed.Embedder;
import io.tauspark.embed.TermsEmbedder;
import io.tauspark.store.Stopwatch;
import io.tauspark.termgraph.Cooccurrence;
import io.tauspark.termgraph.DomainTerms;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
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

    private DocumentVectors given(Optional<PublishedRelease> base) throws IOException {
        int dimension =
                base.map(PublishedRelease::dimension).orElse(config.embed().dimension());
        OptionalInt wanted = dimension == 0 ? OptionalInt.empty() : OptionalInt.of(dimension);
        VectorCorpus corpus = VectorCorpus.read(spark, config.corpus(), wanted);
        stages.lap("read");
        try {
            corpus.summary().requireFewRejected();
            Optional<JavaPairRDD<String, Boolean>> seen = base.map(release -> release.ids(spark));
            return new GivenVectors(corpus, seen, termsBeside(corpus, seen, base));
        } catch (IOException | RuntimeException failed) {
            corpus.close();
            throw failed;
        }
    }

    private Embedder embedder(Corpus corpus, Dataset<Row> documents, Optional<DomainTerms> terms) throws IOException {
        TokenizerSource tokenizer = config.terms().tokenizer();
        if (config.embed().kind() == EmbedConfig.Kind.TERMS && tokenizer != null && terms.isPresent()) {
            return TermsEmbedder.of(
                    terms.get().table(), tokenizer, config.embed().dimension());
        }
        return Embedder.of(config.embed(), documents, corpus.summary().accepted(), config.seed());
    }

    /** The terms of texts that stand beside vectors. */
    private Optional<DomainTerms> termsBeside(
            VectorCorpus corpus, Optional<JavaPairRDD<String, Boolean>> seen, Optional<PublishedRelease> base)
            throws IOException {
        if (!config.terms().isWanted()) {
            return Optional.empty();
        }
        JavaPairRDD<String, String> all = corpus.texts();
        JavaRDD<String> texts = seen.map(all::subtractByKey).orElse(all).values();
        if (base.isEmpty() && texts.isEmpty()) {
            throw new InvalidInput(
                    ("the documents come with vectors and without texts (field '%s'), so there are no terms to count;"
                                    + " give texts, or set terms.tokenizer = none")
                            .formatted(config.corpus().fields().text()));
        }
        return terms(texts, base);
    }

    private Optional<DomainTerms> terms(JavaRDD<String> texts, Optional<PublishedRelease> base) throws IOException {
        if (!config.terms().isWanted()) {
            return Optional.empty();
        }
        Optional<Cooccurrence.Carried> carried =
                base.isPresent() ? Optional.of(base.get().counts(spark)) : Optional.empty();
        return Optional.of(DomainTerms.of(texts, config.terms(), carried, stages::lap));
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
            Optional<DomainTerms> terms =
                    terms(documents.select("text").javaRDD().map(row -> row.getString(0)), base);
            try {
                Embedder embedder = base.isPresent() ? base.get().embedder(spark) : embedder(corpus, documents, terms);
                stages.lap("fit");
                return new EmbeddedTexts(corpus, documents, embedder, terms);
            } catch (IOException | RuntimeException failed) {
                terms.ifPresent(DomainTerms::close);
                throw failed;
            }
        } catch (IOException | RuntimeException failed) {
            corpus.close();
            throw failed;
        }
    }
}
