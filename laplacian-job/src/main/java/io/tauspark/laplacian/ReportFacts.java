package io.tauspark.laplacian;

import io.tauspark.config.Settings;
import io.tauspark.corpus.Intake;
import io.tauspark.embed.Embedder;
import io.tauspark.report.EmbeddingFacts;
import io.tauspark.report.IntakeFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a report says of a build's input and settings. */
record ReportFacts(LaplacianConfig config, Optional<PublishedRelease> base) {
    /**
     * What was read.
     *
     * @param added documents that were new; those that an earlier release has count as duplicates
     */
    IntakeFacts intake(Intake intake, long added) {
        IntakeFacts.CarriedOver carried = base.map(
                        release -> new IntakeFacts.CarriedOver(release.documents(), release.name()))
                .orElse(null);
        return new IntakeFacts(
                intake.records(),
                added,
                intake.duplicates() + intake.accepted() - added,
                intake.rejectedByReason(),
                carried);
    }

    /** What made the vectors. */
    EmbeddingFacts embedding(DocumentVectors documents) {
        Map<String, Object> provenance = documents
                .embedder()
                .map(Embedder::provenance)
                .orElse(Map.of("column", config.embed().column()));
        return new EmbeddingFacts(Settings.spelling(config.embed().kind()), documents.dimension(), provenance);
    }

    /** How the graph was wired. */
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
