package io.tauspark.laplacian.report;

import java.util.Map;

/**
 * The facts of what made vectors of the documents.
 *
 * @param kind of embedder
 * @param dimension numbers per vector, which are the features
 * @param provenance what else identifies it: model, checksum, settings
 */
public record EmbeddingFacts(String kind, int dimension, Map<String, Object> provenance) {
    public EmbeddingFacts {
        provenance = MemoryReport.inOrder(provenance);
    }
}
