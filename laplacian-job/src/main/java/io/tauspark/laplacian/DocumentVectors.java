package io.tauspark.laplacian;

import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.embed.Embedder;
import io.tauspark.graph.VectorRange;
import io.tauspark.termgraph.DomainTerms;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;

/** The documents of a corpus as vectors of one space, whether they were embedded here or came as vectors. */
public interface DocumentVectors extends AutoCloseable {
    /** Id and vector of every document; ids are unique. */
    JavaPairRDD<String, double[]> vectors();

    /** Numbers per vector. */
    int dimension();

    /** The largest magnitude per feature, or more. */
    double[] largest();

    /**
     * Refuses vectors that cannot be compared, before anything is made of them.
     *
     * @throws io.tauspark.config.InvalidInput if they are out of {@link VectorRange}
     */
    default void requireInRange() {
        VectorRange.require(largest());
    }

    /** The summary of what was read and what was not. */
    ReadSummary summary();

    /** The embedder of documents that come later, if anything was embedded. */
    Optional<Embedder> embedder();

    /** The terms of the documents' domain, if they were asked for. */
    default Optional<DomainTerms> terms() {
        return Optional.empty();
    }

    /** The texts of a few documents, as far as they have one. */
    Map<String, String> texts(Collection<String> ids);

    @Override
    void close();
}
