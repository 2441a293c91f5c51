package io.tauspark.laplacian.report;

import io.tauspark.laplacian.report.MemoryReport.DriftAgainst;
import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.memory.Drift;
import io.tauspark.memory.GraphDrift;
import io.tauspark.memory.LambdaDrift;
import io.tauspark.memory.SubspaceRotation;
import io.tauspark.page.Axis;
import io.tauspark.page.BarChart;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Tone;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The section on how far the memory has moved from an earlier release. */
final class DriftSection {
    private static final String HERE = "this release";
    private static final double RIGHT_ANGLE = 90;
    private static final double PERCENT = 100;

    private DriftSection() {}

    static void add(Page page, DriftAgainst against, GraphFacts graph) {
        Drift drift = against.drift();
        String earlier = against.release();
        GraphDrift moved = drift.graph();
        List<Element> content = new ArrayList<>();
        if (moved == null) {
            content.add(Blocks.message(Tone.WARNING, MemoryPage.sentence(drift.obstacle()), List.of()));
        } else {
            LambdaDrift lambda = drift.lambda();
            content.add(Blocks.facts(facts(moved, lambda)));
            List<Element> figures = new ArrayList<>();
            figures.add(Blocks.figure(SpectrumChart.of(earlier, moved.spectrumBefore(), HERE, graph.spectrum()), ""));
            if (lambda != null) {
                figures.add(Blocks.figure(
                        quantiles(earlier, lambda),
                        "Both under the earlier τ of %s.".formatted(NumberText.of(lambda.tau()))));
            }
            figures.add(rotation(moved.rotation()));
            content.add(Blocks.row(figures.toArray(Element[]::new)));
        }
        page.section("Drift since release " + earlier, content.toArray(Element[]::new));
    }

    private static Map<String, String> facts(GraphDrift moved, @Nullable LambdaDrift lambda) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("spectrum distance", NumberText.of(moved.spectrumDistance()));
        facts.put("edges in both", NumberText.percent(moved.edgeOverlap()));
        facts.put("weight in both", NumberText.percent(moved.weightOverlap()));
        if (lambda != null) {
            facts.put(
                    "median λ",
                    DocumentSection.lambda(lambda.medianBefore()) + " → "
                            + DocumentSection.lambda(lambda.medianAfter()));
            facts.put("largest shift of λ", NumberText.of(lambda.largestShift()));
            facts.put("mean shift of λ", NumberText.of(lambda.meanShift()));
        }
        return facts;
    }

    private static XyChart quantiles(String earlier, LambdaDrift lambda) {
        List<Double> percents = IntStream.range(0, lambda.before().size())
                .mapToObj(k -> PERCENT * k / (lambda.before().size() - 1))
                .toList();
        double low = Math.min(lambda.before().get(0), lambda.after().get(0));
        double high = Math.max(
                lambda.before().get(percents.size() - 1), lambda.after().get(percents.size() - 1));
        return XyChart.lines(
                "λ at every percentile of the documents",
                "λ of the documents from the lowest to the highest, before and after; the median goes from %s to %s."
                        .formatted(
                                DocumentSection.lambda(lambda.medianBefore()),
                                DocumentSection.lambda(lambda.medianAfter())),
                Axis.exact("% of documents", 0, PERCENT),
                Axis.round("λ", low, high),
                List.of(new Series(earlier, percents, lambda.before()), new Series(HERE, percents, lambda.after())));
    }

    private static Element rotation(@Nullable SubspaceRotation rotation) {
        if (rotation == null) {
            return Element.of("div")
                    .add(
                            Blocks.heading("Rotation of the low spectrum"),
                            Blocks.paragraph("Not measured: none of the lowest eigenvalues is set apart from the next,"
                                    + " so no coarse structure could have turned."));
        }
        List<BarChart.Bar> bars = new ArrayList<>();
        for (double angle : rotation.degrees()) {
            bars.add(new BarChart.Bar("angle " + (bars.size() + 1), angle, NumberText.fixed(angle, 1) + "°"));
        }
        return Blocks.figure(
                new BarChart(
                        "Rotation of the low spectrum",
                        "Principal angles in degrees; a bar of full length is a right angle.",
                        bars,
                        RIGHT_ANGLE),
                String.format(
                        Locale.ROOT,
                        "Principal angles between the coarse structures before and now: the spaces of the lowest eigenvectors"
                                + " beyond the first, k = %d, cut where both spectra have a gap of at least %s. A full"
                                + " bar is 90°.",
                        rotation.dimension(),
                        NumberText.percent(rotation.gap())));
    }
}
