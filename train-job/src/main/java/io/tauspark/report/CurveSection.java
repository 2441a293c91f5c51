package io.tauspark.report;

import io.tauspark.page.Blocks;
import io.tauspark.page.ChartSize;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import io.tauspark.page.XyChart.Dots;
import io.tauspark.report.TrainingHistory.Validation;
import io.tauspark.run.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The section on how the loss fell, and at what learning rate. */
final class CurveSection {
    /** More scorings than this are drawn as a line. */
    private static final int MOST_DOTS = 150;

    private CurveSection() {}

    static void add(Page page, Run run) {
        TrainingHistory history = run.history();
        if (history.isEmpty()) {
            return;
        }
        List<Element> right = new ArrayList<>();
        if (!history.rate.isEmpty()) {
            right.add(Blocks.figure(
                    Steps.lines(
                            run,
                            "Learning rate",
                            "Learning rate at each logged step.",
                            new Span().with(history.rate).fromZero("rate"),
                            ChartSize.FLAT,
                            List.of(history.rate.curve("", Colour.FIRST, false)),
                            List.of()),
                    ""));
        }
        if (!history.gradientNorm.isEmpty()) {
            right.add(Blocks.figure(
                    Steps.lines(
                            run,
                            "Norm of the gradient",
                            "Norm of the mean gradient before clipping, at each logged step.",
                            new Span().with(history.gradientNorm).axisOrPowers("norm"),
                            ChartSize.FLAT,
                            List.of(history.gradientNorm.curve("", Colour.FIRST, false)),
                            List.of()),
                    "Of all parameters together, before it is clipped."));
        }
        page.section("Learning", Blocks.row(loss(run), Element.of("div").add(right)));
    }

    private static Element loss(Run run) {
        TrainingHistory history = run.history();
        Span span = new Span().with(history.loss);
        List<Curve> curves = new ArrayList<>();
        List<XyChart.Ribbon> bands = new ArrayList<>();
        StringBuilder remark = new StringBuilder();
        if (!history.loss.isEmpty()) {
            RollingMean rolling = RollingMean.of(history.loss);
            curves.add(history.loss.curve("", Colour.FIRST, true));
            curves.add(rolling.curve("training", Colour.FIRST));
            bands.add(rolling.band("± 2 standard errors", Colour.FIRST));
            remark.append(String.format(
                    Locale.ROOT,
                    "Training: thin, the mean of each logged interval; thick, their mean over up to %d neighbouring"
                            + " ones, with two standard errors of that mean (s / √n of the intervals in the window; a"
                            + " fall within the window widens it). ",
                    rolling.window()));
        }
        List<Validation> scored = history.validations();
        List<Dots> dots = new ArrayList<>();
        if (!scored.isEmpty()) {
            validation(scored, curves, dots, span);
            Validation last = scored.get(scored.size() - 1);
            Validation best = scored.stream()
                    .min(Comparator.comparingDouble(Validation::loss))
                    .orElse(last);
            remark.append("Validation: lowest %s at step %s, last %s at step %s%s. "
                    .formatted(
                            NumberText.of(best.loss()),
                            NumberText.of(best.step()),
                            NumberText.of(last.loss()),
                            NumberText.of(last.step()),
                            Double.isFinite(last.error()) ? "; bars are two standard errors" : ""));
        }
        double unigram = Fields.number(run.provenance(), "/inputs/workers/0/unigramLoss");
        if (Double.isFinite(unigram)) {
            span.with(unigram);
            List<Double> ends = List.of(0.0, (double) history.lastStep());
            curves.add(new Curve("unigram baseline", Colour.FOURTH, false, ends, List.of(unigram, unigram)));
        }
        if (span.isEmpty()) {
            return Blocks.paragraph("No loss was recorded.");
        }
        XyChart chart = new XyChart(
                        "Loss",
                        "Loss of training and validation in nats per token over steps.",
                        Steps.axis(run),
                        span.axis("nats per token"),
                        ChartSize.NORMAL)
                .with(bands)
                .with(curves)
                .with(dots)
                .with(Marks.all(run));
        return Blocks.figure(chart, remark.toString().strip());
    }

    private static void validation(List<Validation> scored, List<Curve> curves, List<Dots> dots, Span span) {
        scored.forEach(each -> span.with(each.loss()));
        if (scored.size() > MOST_DOTS) {
            Trace trace = new Trace(2 * MOST_DOTS);
            scored.forEach(each -> trace.add(each.step(), each.loss()));
            curves.add(trace.curve("validation", Colour.SECOND, false));
            return;
        }
        scored.forEach(each -> span.with(each.loss() - 2 * each.error()).with(each.loss() + 2 * each.error()));
        dots.add(new Dots(
                "validation",
                Colour.SECOND,
                scored.stream().map(each -> (double) each.step()).toList(),
                scored.stream().map(Validation::loss).toList(),
                scored.stream().map(each -> 2 * each.error()).toList()));
    }
}
