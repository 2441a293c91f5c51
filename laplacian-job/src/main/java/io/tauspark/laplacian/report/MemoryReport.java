package io.tauspark.laplacian.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.memory.Drift;
import io.tauspark.memory.GraphShape;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.LaplacianSurvey;
import io.tauspark.memory.MemoryWarnings;
import io.tauspark.terms.TermSurvey;
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
 * @param terms what the memory knows of the tokens of a vocabulary; null if it was built without
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
        @Nullable TermSurvey terms,
        @Nullable DriftAgainst drift,
        @Nullable GateVerdict gate,
        List<String> warnings,
        Map<String, Double> seconds) {
    /** The report's file in a release. */
    public static final String JSON = "report.json";

    /** The page's file in a release. */
    public static final String PAGE = "report.html";

    /**
     * The facts of what was read.
     *
     * @param records lines or rows of the input
     * @param accepted documents among them
     * @param duplicates documents that were there already
     * @param rejected records that hold no document, by reason
     * @param carriedOver documents that an earlier release had read; null if there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IntakeFacts(
            long records,
            long accepted,
            long duplicates,
            Map<String, Long> rejected,
            @Nullable CarriedOver carriedOver) {

        /**
         * Documents of an earlier release that this one carries over.
         *
         * @param documents how many
         * @param release which
         */
        public record CarriedOver(long documents, String release) {}

        public IntakeFacts {
            rejected = inOrder(rejected);
        }
    }

    /**
     * The facts of what made vectors of the documents.
     *
     * @param kind of embedder
     * @param dimension numbers per vector, which are the features
     * @param provenance what else identifies it: model, checksum, settings
     */
    public record EmbeddingFacts(String kind, int dimension, Map<String, Object> provenance) {
        public EmbeddingFacts {
            provenance = inOrder(provenance);
        }
    }

    /**
     * The feature graph.
     *
     * @param health what its Laplacian is worth
     * @param shape how its edges are spread
     * @param spectrum eigenvalues, ascending
     * @param wiring settings that it was wired with; empty if not known
     */
    public record GraphFacts(
            LaplacianHealth health, GraphShape shape, List<Double> spectrum, Map<String, Object> wiring) {
        public GraphFacts {
            spectrum = List.copyOf(spectrum);
            wiring = inOrder(wiring);
        }

        public static GraphFacts of(LaplacianSurvey survey, Map<String, Object> wiring) {
            return new GraphFacts(
                    survey.health(), survey.shape(), survey.spectrum().values(), wiring);
        }

        /** The warnings that a user should have about the graph. */
        public List<String> warnings() {
            return MemoryWarnings.ofGraph(health, shape);
        }
    }

    /**
     * A comparison with an earlier release.
     *
     * @param release the earlier one
     */
    public record DriftAgainst(String release, Drift drift) {}

    /**
     * The verdict of the promotion gate.
     *
     * @param promoted whether the release was promoted
     * @param failed limits it broke, in words; empty if none
     */
    public record GateVerdict(boolean promoted, List<String> failed) {
        public GateVerdict {
            failed = List.copyOf(failed);
        }
    }

    public MemoryReport {
        warnings = List.copyOf(warnings);
        seconds = inOrder(seconds);
    }

    /** A report of the graph alone, for a memory of which nothing else is known. */
    public static MemoryReport ofGraph(String name, GraphFacts graph) {
        return new MemoryReport(
                name, "", null, "", null, null, graph, null, null, null, null, graph.warnings(), Map.of());
    }

    /** The same with another comparison. */
    public MemoryReport withDrift(DriftAgainst other) {
        return new MemoryReport(
                name, release, created, revision, intake, embedding, graph, documents, terms, other, gate, warnings,
                seconds);
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
