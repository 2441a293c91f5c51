package io.tauspark.laplacian.report;

import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.memory.GraphShape;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.HistogramChart;
import io.tauspark.page.HistogramChart.Marker;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The feature graph: its matrix, its spectrum, its edges and its hubs. */
final class GraphSection {
    private static final int MOST_BINS = 40;
    private static final double PERCENT = 100;

    /** More are counted, not listed. */
    private static final int MOST_HUBS = 20;

    private GraphSection() {}

    static void add(Page page, GraphFacts graph) {
        page.section(
                "The graph",
                Blocks.facts(facts(graph.health())),
                Blocks.row(
                        Blocks.figure(
                                SpectrumChart.of(graph.spectrum()),
                                "Energies of documents lie between the smallest and the largest. A few far above all"
                                        + " others belong to hubs; several at zero to parts that nothing connects."),
                        Blocks.figure(
                                edges(graph.shape()),
                                "Where all features ask for the same number of neighbours, a long tail to the right"
                                        + " is features that too many others chose.")));
        page.section("Hubs", hubs(graph));
    }

    private static Map<String, String> facts(LaplacianHealth health) {
        boolean combinatorial = health.form() == LaplacianForm.COMBINATORIAL;
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("form", combinatorial ? "D − W, not normalised" : "normalised, D^(−½) (D − W) D^(−½)");
        facts.put("size", String.format(Locale.ROOT, "%1$d × %1$d", health.size()));
        facts.put(
                "entries",
                "%s (%s of all places)"
                        .formatted(NumberText.of(health.nonZeros()), NumberText.percent(health.density())));
        facts.put(
                "symmetric",
                health.maxAsymmetry() == 0 ? "exactly" : "off by up to " + NumberText.of(health.maxAsymmetry()));
        facts.put(
                combinatorial ? "largest row sum" : "largest row sum (free in this form)",
                NumberText.of(health.maxRowSum()));
        facts.put("positive semi-definite", health.positiveSemiDefinite() ? "yes" : "no");
        facts.put("smallest eigenvalue", NumberText.of(health.smallestEigenvalue()));
        facts.put("second eigenvalue λ₂", NumberText.of(health.lambda2()));
        facts.put("largest eigenvalue", NumberText.of(health.largestEigenvalue()));
        facts.put("connected parts", NumberText.of(health.components()));
        return facts;
    }

    private static HistogramChart edges(GraphShape shape) {
        int fewest = shape.edges().stream().mapToInt(Integer::intValue).min().orElse(0);
        int most = shape.edges().stream().mapToInt(Integer::intValue).max().orElse(0);
        int width = 1 + (most - fewest) / MOST_BINS;
        int bins = 1 + (most - fewest) / width;
        Double[] counts = new Double[bins];
        Arrays.fill(counts, 0.0);
        int middle = shape.edges().stream()
                .sorted()
                .skip((shape.edges().size() - 1) / 2)
                .findFirst()
                .orElse(0);
        shape.edges().forEach(edges -> counts[(edges - fewest) / width]++);
        // Half a unit to the left, so that a bar of whole numbers stands over its own.
        double low = fewest - 1 / 2.0;
        double high = low + (double) bins * width;
        return new HistogramChart(
                "Edges per feature",
                String.format(
                        Locale.ROOT,
                        "Histogram of the number of edges of each feature, from %d to %d; the median is %d.",
                        fewest,
                        most,
                        middle),
                Axis.counts("edges", low, high),
                Axis.counts("features", 0, Collections.max(List.of(counts))),
                low,
                high,
                List.of(counts),
                List.of(new Marker("median", middle), new Marker("most", most)));
    }

    private static Element[] hubs(GraphFacts graph) {
        GraphShape shape = graph.shape();
        List<Element> content = new ArrayList<>();
        content.add(Blocks.paragraph(
                "The 5 %% heaviest features carry %s of the graph; in a regular one they carry 5 %%. %s"
                        .formatted(NumberText.percent(graph.health().hubShare()), standingOut(shape))));
        if (!shape.hubs().isEmpty()) {
            content.add(table(shape));
        }
        return content.toArray(Element[]::new);
    }

    private static String standingOut(GraphShape shape) {
        int hubs = shape.hubs().size();
        String limit = String.format(Locale.ROOT, "more than %.0f times the median", GraphShape.HUB_FACTOR);
        return switch (hubs) {
            case 0 -> "No feature weighs " + limit + ".";
            case 1 -> "One feature weighs " + limit + ".";
            default ->
                "%s features weigh %s%s."
                        .formatted(
                                NumberText.of(hubs),
                                limit,
                                hubs > MOST_HUBS
                                        ? String.format(Locale.ROOT, "; the %d heaviest are listed", MOST_HUBS)
                                        : "");
        };
    }

    private static Element table(GraphShape shape) {
        List<List<String>> rows = shape.hubs().stream()
                .sorted(Comparator.<Integer>comparingDouble(
                        hub -> -shape.weights().get(hub)))
                .limit(MOST_HUBS)
                .map(hub -> List.of(
                        String.valueOf(hub),
                        NumberText.of(shape.edges().get(hub)),
                        NumberText.fixed(shape.weights().get(hub), 2),
                        NumberText.fixed(shape.weights().get(hub) / shape.medianWeight(), 1),
                        NumberText.fixed(PERCENT * shape.share(hub), 2) + " %"))
                .toList();
        return new Table(
                        List.of(
                                Column.number("feature"),
                                Column.number("edges"),
                                Column.number("weight"),
                                Column.number("times the median"),
                                Column.number("share of the graph")),
                        rows)
                .html();
    }
}
