package io.tauspark.laplacian;

import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.corpus.read.VectorCorpus;
import io.tauspark.embed.Embedder;
import io.tauspark.termgraph.DomainTerms;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/** Documents that come with a vector each. They are read again whenever they are needed, and never kept. */
public final class GivenVectors implements DocumentVectors {
    private final VectorCorpus corpus;
    private final JavaPairRDD<String, double[]> vectors;
    private final Optional<DomainTerms> terms;

    /**
     * Takes documents as they are.
     *
     * @param corpus closed together with this
     * @param seen ids of documents that do not count, or nothing
     */
    public GivenVectors(VectorCorpus corpus, Optional<JavaPairRDD<String, Boolean>> seen) {
        this(corpus, seen, Optional.empty());
    }

    /** @param terms of their domain, closed together with this */
    GivenVectors(VectorCorpus corpus, Optional<JavaPairRDD<String, Boolean>> seen, Optional<DomainTerms> terms) {
        this.corpus = corpus;
        this.terms = terms;
        JavaPairRDD<String, double[]> all =
                corpus.documents().mapToPair(document -> new Tuple2<>(document.id(), document.vector()));
        vectors = seen.map(all::subtractByKey).orElse(all);
    }

    @Override
    public JavaPairRDD<String, double[]> vectors() {
        return vectors;
    }

    @Override
    public int dimension() {
        return corpus.dimension();
    }

    @Override
    public double[] largest() {
        return corpus.largest();
    }

    @Override
    public ReadSummary summary() {
        return corpus.summary();
    }

    @Override
    public Optional<Embedder> embedder() {
        return Optional.empty();
    }

    @Override
    public Optional<DomainTerms> terms() {
        return terms;
    }

    @Override
    public Map<String, String> texts(Collection<String> ids) {
        return corpus.texts(ids);
    }

    @Override
    public void close() {
        terms.ifPresent(DomainTerms::close);
        corpus.close();
    }
}
