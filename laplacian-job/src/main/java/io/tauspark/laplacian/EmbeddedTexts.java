package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.col;

import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.embed.Embedder;
import io.tauspark.termgraph.DomainTerms;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Documents with a text, embedded once; their vectors stay in Spark's storage until closed. */
public final class EmbeddedTexts implements DocumentVectors {
    private final Corpus corpus;
    private final Embedder embedder;
    private final Optional<DomainTerms> terms;
    private final Dataset<Row> table;
    private double @Nullable [] largest;

    /**
     * Embeds documents.
     *
     * @param corpus closed together with this
     * @param documents those of the corpus that count: {@code id} and {@code text}
     */
    public EmbeddedTexts(Corpus corpus, Dataset<Row> documents, Embedder embedder) {
        this(corpus, documents, embedder, Optional.empty());
    }

    /** @param terms of their domain, closed together with this */
    EmbeddedTexts(Corpus corpus, Dataset<Row> documents, Embedder embedder, Optional<DomainTerms> terms) {
        this.corpus = corpus;
        this.embedder = embedder;
        this.terms = terms;
        table = embedder.embed(documents).select("id", "vector").persist(StorageLevel.MEMORY_AND_DISK());
    }

    @Override
    public JavaPairRDD<String, double[]> vectors() {
        return table.javaRDD()
                .mapToPair(row ->
                        new Tuple2<>(row.getString(0), row.<Vector>getAs(1).toArray()));
    }

    @Override
    public int dimension() {
        return embedder.dimension();
    }

    @Override
    public double[] largest() {
        if (largest == null) {
            largest = vectors()
                    .values()
                    .treeAggregate(new double[embedder.dimension()], Magnitudes::take, Magnitudes::take);
        }
        return largest.clone();
    }

    @Override
    public ReadSummary summary() {
        return corpus.summary();
    }

    @Override
    public Optional<Embedder> embedder() {
        return Optional.of(embedder);
    }

    @Override
    public Optional<DomainTerms> terms() {
        return terms;
    }

    @Override
    public Map<String, String> texts(Collection<String> ids) {
        Map<String, String> texts = new HashMap<>();
        corpus.documents()
                .where(col("id").isInCollection(ids))
                .collectAsList()
                .forEach(row -> texts.put(row.getString(0), row.getString(1)));
        return texts;
    }

    @Override
    public void close() {
        table.unpersist(true);
        terms.ifPresent(DomainTerms::close);
        corpus.close();
    }
}
