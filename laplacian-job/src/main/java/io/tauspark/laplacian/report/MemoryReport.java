package io.tauspark.laplacian.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say about a memory, as {@code report.json}; {@link MemoryPage} makes a page of it. What a foreign
 * memory does not tell is null or empty.
 *
 * @param name what the memory is called
 * @param release name of the release; empty if it is none
 * @param created when it was finished, where known
 * @param revision commit of the code that made it; empty if not known
 * @param intake what was read; null if not known
 * @param embedding what made vectors of the documents; null if not known
 * @param graph the feature graph
 * @param documents how the documents lie on it; null if not known
 * @param drift how far it has moved from another release; null if it was not compared
 * @param gate what the promotion gate said; null if it was not asked
 * @param warnings what a user should know before training on it
 * @param seconds wall time per stage, in their order; empty if not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemoryReport(
        String name,
        String release,
        @Nullable Instant created,
        String revision,
        @Nullable IntakeFacts intake,
        @Nullable EmbeddingFacts embedding,
        GraphFacts graph,
        @Nullable DocumentFacts documents,
        @Nullable DriftAgainst drift,
        @Nullable GateVerdict gate,
        List<String> warnings,
        Map<String, Double> seconds) {
    /** The report's file in a release. */
    public static final String JSON = "report.json";

    /** The page's file in a release. */
    public static final String PAGE = "report.html";

    public MemoryReport {
        warnings = List.copyOf(warnings);
        seconds = inOrder(seconds);
    }

    /** A report of the graph alone, for a memory of which nothing else is known. */
    public static MemoryReport ofGraph(String name, GraphFacts graph) {
        return new MemoryReport(name, "", null, "", null, null, graph, null, null, null, graph.warnings(), Map.of());
    }

    /** The same with another comparison. */
    public MemoryReport withDrift(DriftAgainst other) {
        return new MemoryReport(
                name, release, created, revision, intake, embedding, graph, documents, other, gate, warnings, seconds);
    }

    /** Everything a reader should be warned of: the graph's and the documents' own warnings. */
    public static List<String> warnings(GraphFacts graph, @Nullable DocumentFacts documents) {
        List<String> warnings = new ArrayList<>(graph.warnings());
        if (documents != null) {
            warnings.addAll(documents.warnings());
        }
        return warnings;
    }

    /** An unchangeable copy that keeps the order, which {@link Map#copyOf} does not. */
    static <V> Map<String, V> inOrder(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
