package io.tauspark.laplacian;

import io.tauspark.config.Settings;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.embed.Embedder;
import io.tauspark.laplacian.report.MemoryReport.EmbeddingFacts;
import io.tauspark.laplacian.report.MemoryReport.IntakeFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The facts of a build's input and settings for a report. */
record ReportFacts(LaplacianConfig config, Optional<PublishedRelease> base) {
    /**
     * The facts of what was read.
     *
     * @param added documents that were new; those that an earlier release has count as duplicates
     */
    IntakeFacts intake(ReadSummary summary, long added) {
        IntakeFacts.CarriedOver carried = base.map(
                        release -> new IntakeFacts.CarriedOver(release.documents(), release.name()))
                .orElse(null);
        return new IntakeFacts(
                summary.records(),
                added,
                summary.duplicates() + summary.accepted() - added,
                summary.rejectedByReason(),
                carried);
    }

    /** The facts of what made the vectors. */
    EmbeddingFacts embedding(DocumentVectors documents) {
        Map<String, Object> provenance = documents
                .embedder()
                .map(Embedder::provenance)
                .orElse(Map.of("column", config.embed().column()));
        return new EmbeddingFacts(Settings.spelling(config.embed().kind()), documents.dimension(), provenance);
    }

    /** The settings by which the graph was wired. */
    Map<String, Object> wiring() {
        Map<String, Object> wiring = new LinkedHashMap<>();
        wiring.put("mode", Settings.spelling(config.graph().mode()));
        wiring.put("neighbours", Settings.spelling(config.graph().neighbours()));
        wiring.put("topk", config.graph().topk());
        wiring.put("eps", config.graph().eps());
        wiring.put("p", config.graph().p());
        wiring.put("sigma", config.graph().sigma());
        wiring.put("sparsify", Settings.spelling(config.graph().sparsify()));
        wiring.put("normalisation", Settings.spelling(config.graph().normalisation()));
        return wiring;
    }
}
