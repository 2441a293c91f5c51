package io.tauspark.laplacian.report;

import io.tauspark.memory.GraphShape;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.LaplacianSurvey;
import io.tauspark.memory.MemoryWarnings;
import java.util.List;
import java.util.Map;

/**
 * The feature graph.
 *
 * @param health what its Laplacian is worth
 * @param shape how its edges are spread
 * @param spectrum eigenvalues, ascending
 * @param wiring settings that it was wired with; empty if not known
 */
public record GraphFacts(LaplacianHealth health, GraphShape shape, List<Double> spectrum, Map<String, Object> wiring) {
    public GraphFacts {
        spectrum = List.copyOf(spectrum);
        wiring = MemoryReport.inOrder(wiring);
    }

    public static GraphFacts of(LaplacianSurvey survey, Map<String, Object> wiring) {
        return new GraphFacts(survey.health(), survey.shape(), survey.spectrum().values(), wiring);
    }

    /** The warnings that a user should have about the graph. */
    public List<String> warnings() {
        return MemoryWarnings.ofGraph(health, shape);
    }
}
