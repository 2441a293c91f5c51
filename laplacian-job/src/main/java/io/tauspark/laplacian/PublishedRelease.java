package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.embed.Embedder;
import io.tauspark.embed.StoredEmbedder;
import io.tauspark.graph.FeatureMoments;
import io.tauspark.laplacian.report.MemoryReport;
import io.tauspark.laplacian.report.MemoryReport.EmbeddingFacts;
import io.tauspark.laplacian.report.MemoryReport.IntakeFacts;
import io.tauspark.memory.DomainMemory;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.termgraph.Cooccurrence;
import io.tauspark.termgraph.TermsConfig;
import io.tauspark.terms.TermTable;
import io.tauspark.terms.TermsFile;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A release of this project, with what a later one needs of it: to be compared with it, or to carry over its documents.
 *
 * @param memory checked
 * @param report what it said of itself
 */
record PublishedRelease(DomainMemory memory, MemoryReport report) {
    /** The file of the moments in a release. */
    static final String MOMENTS = "moments.safetensors";

    /** The directory of energies and λ in a release. */
    static final String LAMBDAS = "lambdas.parquet";

    /** @throws InvalidInput if a file is missing or damaged */
    static PublishedRelease read(Path directory, Configuration hadoop) throws IOException {
        if (!hasReport(directory, hadoop)) {
            throw new InvalidInput(
                    "release '%s' has no %s: it was made by an earlier version or elsewhere; build the memory again"
                            .formatted(directory.getName(), MemoryReport.JSON));
        }
        return new PublishedRelease(DomainMemory.load(directory, hadoop), report(directory, hadoop));
    }

    static boolean hasReport(Path directory, Configuration hadoop) throws IOException {
        Path report = new Path(directory, MemoryReport.JSON);
        return Storage.of(report, hadoop).exists(report);
    }

    /** @throws InvalidInput if there is none, or it is damaged */
    static MemoryReport report(Path directory, Configuration hadoop) throws IOException {
        Path report = new Path(directory, MemoryReport.JSON);
        return Json.read(Storage.readText(report, hadoop), MemoryReport.class, "report '" + report + "'");
    }

    String name() {
        return memory.directory().getName();
    }

    /**
     * Makes sure that documents can be added.
     *
     * @throws InvalidInput if it keeps no moments, or its documents were embedded otherwise than new ones would be
     */
    void requireExtendable(LaplacianConfig config, Configuration hadoop) throws IOException {
        EmbeddingFacts embedding = report.embedding();
        String kind = embedding == null ? "unknown" : embedding.kind();
        String wanted = Settings.spelling(config.embed().kind());
        if (!kind.equals(wanted)) {
            throw new InvalidInput(
                    "release '%s' embeds by %s, embed.kind is %s; set it to %s, or start over with update=false"
                            .formatted(name(), kind, wanted, kind));
        }
        if (!Storage.of(file(MOMENTS), hadoop).exists(file(MOMENTS))) {
            throw new InvalidInput(
                    "release '%s' keeps no %s, so nothing can be added to it; start over with update=false"
                            .formatted(name(), MOMENTS));
        }
        int asked = config.embed().dimension();
        if (asked != 0 && asked != dimension()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "release '%s' has %d features, embed.dimension is %d; set it to %d, or update=false",
                    name(),
                    dimension(),
                    asked,
                    dimension()));
        }
    }

    /**
     * Makes sure that the terms of new documents can be added to its own.
     *
     * @throws InvalidInput if only one of both has terms, or they are counted otherwise
     */
    void requireSameTerms(TermsConfig config, Configuration hadoop) throws IOException {
        Optional<TermsFile> own = TermsFile.read(memory.directory(), hadoop);
        TokenizerSource wanted = config.tokenizer();
        if (wanted == null && own.isEmpty()) {
            return;
        }
        if (wanted == null) {
            throw new InvalidInput(
                    "release '%s' has terms of tokenizer %s, terms.tokenizer is none; set that tokenizer, or start over with update=false"
                            .formatted(name(), TermsFile.shown(own.get().tokenizer())));
        }
        if (own.isEmpty()) {
            throw new InvalidInput(
                    "release '%s' has no terms, and its documents are not read again; set terms.tokenizer = none, or start over with update=false"
                            .formatted(name()));
        }
        if (!own.get().tokenizer().equals(wanted.identity())) {
            throw new InvalidInput(
                    "release '%s' counts tokens of %s, terms.tokenizer is %s; set that tokenizer, or start over with update=false"
                            .formatted(
                                    name(),
                                    TermsFile.shown(own.get().tokenizer()),
                                    TermsFile.shown(wanted.identity())));
        }
        if (own.get().near() != config.near() || own.get().around() != config.around()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "release '%s' counts within terms.near=%d and terms.around=%d, asked are %d and %d; set them so, or update=false",
                    name(),
                    own.get().near(),
                    own.get().around(),
                    config.near(),
                    config.around()));
        }
    }

    /**
     * The counts of its tokens.
     *
     * @throws InvalidInput if they are missing or damaged
     */
    Cooccurrence.Carried counts(SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        TermTable table = TermTable.load(memory.directory(), hadoop)
                .orElseThrow(() ->
                        new InvalidInput("release '%s' has a %s and no %s; restore it, or start over with update=false"
                                .formatted(name(), TermsFile.NAME, TermTable.FILE)));
        Path file = file(Cooccurrence.FILE);
        if (!Storage.of(file, hadoop).exists(file)) {
            throw new InvalidInput(
                    "release '%s' keeps no %s, so no counts can be added to it; start over with update=false"
                            .formatted(name(), Cooccurrence.FILE));
        }
        return new Cooccurrence.Carried(table.counts(), file, spark);
    }

    FeatureMoments moments(Configuration hadoop) throws IOException {
        return FeatureMoments.read(file(MOMENTS), hadoop);
    }

    /** The embedder of its documents, which were texts. */
    Embedder embedder(SparkSession spark) throws IOException {
        return StoredEmbedder.load(file(StoredEmbedder.DIRECTORY), spark);
    }

    /** The number of documents that it is made of. */
    long documents() {
        IntakeFacts intake = report.intake();
        if (intake == null) {
            return 0;
        }
        return intake.accepted()
                + (intake.carriedOver() == null ? 0 : intake.carriedOver().documents());
    }

    /** Numbers per vector of its documents. */
    int dimension() {
        EmbeddingFacts embedding = report.embedding();
        return embedding == null ? 0 : embedding.dimension();
    }

    /** {@code id}, {@code energy} and {@code lambda} of its documents. */
    Dataset<Row> lambdas(SparkSession spark) {
        return spark.read().parquet(file(LAMBDAS).toString());
    }

    /** The ids of its documents. */
    JavaPairRDD<String, Boolean> ids(SparkSession spark) {
        return lambdas(spark).select("id").javaRDD().mapToPair(row -> new Tuple2<>(row.getString(0), true));
    }

    private Path file(String name) {
        return new Path(memory.directory(), name);
    }
}
