package io.tauspark.report;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.ChartSize;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Ribbon;
import java.util.ArrayList;
import java.util.List;

/**
 * The section on where λ lies in each layer, how much of it is at its ends, and what of the loss reaches the matrices
 * before it.
 */
final class LambdaSection {
    private static final double PERCENT = 100;

    private LambdaSection() {}

    static void add(Page page, Run run) {
        List<LayerHistory> layers = run.history().layers().stream()
                .filter(layer -> !layer.p50.isEmpty())
                .toList();
        if (layers.isEmpty()) {
            return;
        }
        page.section(
                "λ of queries and keys",
                Blocks.paragraph("The band holds the middle 90 % (p05 to p95) of λ of all heads of a layer, the line is"
                        + " the median. A falling line in a band of healthy width is learning; a band that closes is"
                        + " collapse. " + marked(run)
                        + (layers.size() < run.history().layers().size() ? " Layers without λ are left out." : "")),
                Steps.perLayer(layers, layer -> ribbon(run, layer)));
    }

    /** Saturated λ and gradients, as far as they were recorded. */
    static void addFlow(Page page, Run run) {
        List<Element> content = new ArrayList<>();
        List<LayerHistory> saturated = run.history().layers().stream()
                .filter(layer -> !layer.saturated.isEmpty())
                .toList();
        if (!saturated.isEmpty()) {
            Span span = new Span();
            saturated.forEach(layer -> layer.saturated.buckets().forEach(bucket -> span.with(PERCENT * bucket.high)));
            Axis y = span.fromZero("%");
            content.add(Blocks.heading("Saturated λ, % of all"));
            content.add(Blocks.paragraph(
                    "Below 0.01 or above 0.99, λ hardly moves any more, and what it compares looks alike."));
            content.add(Steps.perLayer(saturated, layer -> saturation(run, layer, y)));
        }
        List<LayerHistory> learning = run.history().layers().stream()
                .filter(layer -> !layer.queryGradient.isEmpty() || !layer.keyGradient.isEmpty())
                .toList();
        if (!learning.isEmpty()) {
            Span span = new Span();
            learning.forEach(layer -> span.with(layer.queryGradient).with(layer.keyGradient));
            Axis y = span.axisOrPowers("norm");
            content.add(Blocks.heading("Gradient that reaches W_q (blue) and W_k (orange, dashed)"));
            content.add(Blocks.paragraph(
                    "Norm of the mean gradient of a layer's query and key matrices at logged steps. A layer whose norms go to"
                            + " nothing has stopped to learn what to look at."));
            content.add(Steps.perLayer(learning, layer -> gradients(run, layer, y)));
        }
        if (!content.isEmpty()) {
            page.section("Saturation and gradients", content.toArray(Element[]::new));
        }
    }

    private static String marked(Run run) {
        int count = run.events("recalibration").size();
        return count == 0 ? "τ was not recalibrated." : "Green marks are recalibrations of τ.";
    }

    private static XyChart ribbon(Run run, LayerHistory layer) {
        List<Double> xs = new ArrayList<>();
        List<Double> lows = new ArrayList<>();
        List<Double> highs = new ArrayList<>();
        int size = Math.min(layer.p05.buckets().size(), layer.p95.buckets().size());
        for (int k = 0; k < size; k++) {
            xs.add(Trace.middle(layer.p05.buckets().get(k)));
            lows.add(layer.p05.buckets().get(k).low);
            highs.add(layer.p95.buckets().get(k).high);
        }
        double last = layer.p50.buckets().get(layer.p50.buckets().size() - 1).mean();
        return Steps.band(
                run,
                layer.title(),
                "λ of %s over steps; the last median is %s.".formatted(layer.name(), NumberText.of(last)),
                Axis.exact("λ", 0, 1),
                List.of(new Ribbon("p05 to p95", Colour.FIRST, xs, lows, highs)),
                List.of(layer.p50.means("median", Colour.FIRST)));
    }

    private static XyChart saturation(Run run, LayerHistory layer, Axis y) {
        List<Double> ys = new ArrayList<>();
        XyChart.Curve curve = layer.saturated.curve("", Colour.FIRST, false);
        curve.ys().forEach(share -> ys.add(PERCENT * share));
        return Steps.lines(
                run,
                layer.title(),
                "Share of saturated λ of %s over steps.".formatted(layer.name()),
                y,
                ChartSize.SMALL,
                List.of(new XyChart.Curve("", Colour.FIRST, false, curve.xs(), ys)),
                Marks.recalibrations(run));
    }

    private static XyChart gradients(Run run, LayerHistory layer, Axis y) {
        return Steps.lines(
                run,
                layer.title(),
                "Gradient norms of W_q and W_k of %s over steps.".formatted(layer.name()),
                y,
                ChartSize.SMALL,
                List.of(
                        layer.queryGradient.curve("W_q", Colour.FIRST, false),
                        layer.keyGradient.curve("W_k", Colour.SECOND, false)),
                List.of());
    }
}
