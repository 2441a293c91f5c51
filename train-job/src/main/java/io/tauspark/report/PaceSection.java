package io.tauspark.report;

import io.tauspark.page.Blocks;
import io.tauspark.page.ChartSize;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import java.util.ArrayList;
import java.util.List;

/** The section on how fast it went, and what of a step was spent on others. */
final class PaceSection {
    private static final double PERCENT = 100;

    private PaceSection() {}

    static void add(Page page, Run run) {
        TrainingHistory history = run.history();
        if (history.tokensPerSecond.isEmpty()) {
            return;
        }
        List<Element> charts = new ArrayList<>();
        RollingMean rolling = RollingMean.of(history.tokensPerSecond);
        charts.add(Blocks.figure(
                Steps.lines(
                        run,
                        "Throughput",
                        "Training tokens per second of all workers together over steps.",
                        new Span().with(history.tokensPerSecond).fromZero("tokens per second"),
                        ChartSize.NORMAL,
                        List.of(history.tokensPerSecond.curve("", Colour.FIRST, true), rolling.curve("", Colour.FIRST)),
                        Marks.restarts(run)),
                "All workers together, %s tokens per second on average; thick, the rolling mean. Scorings and checkpoints do not count."
                        .formatted(NumberText.of(Math.round(history.tokensPerSecond.meanFrom(0))))));
        List<Curve> shares = new ArrayList<>();
        if (!history.exchangeShare.isEmpty()) {
            shares.add(percent(history.exchangeShare, "exchange", Colour.FIRST));
        }
        if (!history.waitShare.isEmpty()) {
            shares.add(percent(history.waitShare, "waiting", Colour.SECOND));
        }
        if (!shares.isEmpty()) {
            charts.add(
                    Blocks.figure(
                            Steps.lines(
                                    run,
                                    "Spent on others",
                                    "Exchange and waiting as a share of the time of a step.",
                                    Span.of(shares).fromZero("% of a step"),
                                    ChartSize.NORMAL,
                                    shares,
                                    List.of()),
                            "Exchange: what meeting the others took the worker that waited least. Waiting: for slower workers, mean over workers."));
        }
        page.section("Throughput", Blocks.row(charts.toArray(Element[]::new)));
    }

    private static Curve percent(Trace trace, String name, Colour colour) {
        Curve curve = trace.curve(name, colour, false);
        return new Curve(
                name,
                colour,
                false,
                curve.xs(),
                curve.ys().stream().map(share -> PERCENT * share).toList());
    }
}
