package io.tauspark.laplacian.report;

import io.tauspark.laplacian.report.MemoryReport.DriftAgainst;
import io.tauspark.laplacian.report.MemoryReport.GateVerdict;
import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.memory.Drift;
import io.tauspark.memory.GraphDrift;
import io.tauspark.memory.LambdaDrift;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.SubspaceRotation;
import io.tauspark.terms.TermSurvey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The gist of a {@link MemoryReport} in a few lines for a terminal. */
public final class MemoryLines {
    private static final int HUBS_SHOWN = 20;

    private MemoryLines() {}

    /** The graph, its documents, drift, gate and warnings, as far as they are known. */
    public static List<String> of(MemoryReport report) {
        List<String> lines = new ArrayList<>();
        graph(report.graph(), lines);
        DocumentFacts documents = report.documents();
        if (documents != null) {
            add(lines, "tau", "%.6g, %s", documents.tau(), documents.tauRule());
            add(
                    lines,
                    "lambda",
                    "p05 %.3f, p50 %.3f, p95 %.3f",
                    documents.lambdaP05(),
                    documents.lambdaP50(),
                    documents.lambdaP95());
        }
        TermSurvey terms = report.terms();
        if (terms != null) {
            add(
                    lines,
                    "terms",
                    "%,d of %,d tokens known, %,d edges, %d component(s), lambda2 %.4g",
                    terms.known(),
                    terms.vocabulary(),
                    terms.edges(),
                    terms.components(),
                    terms.eigenvalues().get(0));
        }
        DriftAgainst drift = report.drift();
        if (drift != null) {
            lines.addAll(drift(drift));
        }
        GateVerdict gate = report.gate();
        if (gate != null) {
            gate.failed().forEach(failed -> add(lines, "gate", "%s", failed));
        }
        report.warnings().forEach(warning -> add(lines, "warning", "%s", warning));
        return lines;
    }

    /** The lines on how far a memory has moved from another. */
    public static List<String> drift(DriftAgainst against) {
        List<String> lines = new ArrayList<>();
        Drift drift = against.drift();
        GraphDrift graph = drift.graph();
        if (graph == null) {
            add(lines, "drift", "from %s: %s", against.release(), drift.obstacle());
            return lines;
        }
        add(
                lines,
                "drift",
                "from %s: spectrum distance %.4f, edge overlap %.3f, weight overlap %.3f",
                against.release(),
                graph.spectrumDistance(),
                graph.edgeOverlap(),
                graph.weightOverlap());
        SubspaceRotation rotation = graph.rotation();
        if (rotation != null) {
            double largest = rotation.degrees().get(rotation.dimension() - 1);
            add(lines, "", "low spectrum turned by up to %.2f degrees (%d dimensions)", largest, rotation.dimension());
        }
        LambdaDrift lambda = drift.lambda();
        if (lambda != null) {
            add(
                    lines,
                    "",
                    "median lambda %.4f before, %.4f after; shifted by up to %.4f, %.4f on average",
                    lambda.medianBefore(),
                    lambda.medianAfter(),
                    lambda.largestShift(),
                    lambda.meanShift());
        }
        return lines;
    }

    private static void graph(GraphFacts graph, List<String> lines) {
        LaplacianHealth health = graph.health();
        add(
                lines,
                "graph",
                "%,d features, %,d entries, %d component(s), lambda2 %.4g, hub share %.2f",
                health.size(),
                health.nonZeros(),
                health.components(),
                health.lambda2(),
                health.hubShare());
        List<Integer> hubs = graph.shape().hubs();
        if (!hubs.isEmpty()) {
            String shown = hubs.stream().limit(HUBS_SHOWN).map(Object::toString).collect(Collectors.joining(", "));
            add(lines, "hubs", "%d: %s%s", hubs.size(), shown, hubs.size() > HUBS_SHOWN ? ", …" : "");
        }
    }

    private static void add(List<String> lines, String name, String format, Object... facts) {
        // Names of one width, so that what they name stands in one column.
        lines.add(String.format(Locale.ROOT, "%-10s ", name) + String.format(Locale.ROOT, format, facts));
    }
}
