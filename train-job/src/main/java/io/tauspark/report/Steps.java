package io.tauspark.report;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.ChartSize;
import io.tauspark.page.Element;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Curve;
import io.tauspark.page.XyChart.Mark;
import io.tauspark.page.XyChart.Ribbon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Charts over the steps of a run. */
final class Steps {
    private Steps() {}

    static Axis axis(Run run) {
        return Axis.counts("step", 0, Math.max(1, run.history().lastStep()));
    }

    static XyChart lines(
            Run run, String title, String description, Axis y, ChartSize size, List<Curve> curves, List<Mark> marks) {
        return new XyChart(title, description, axis(run), y, size).with(curves).with(marks);
    }

    static XyChart small(Run run, String title, String description, Axis y, HeadLines heads, List<Mark> marks) {
        return new XyChart(title, description, axis(run), y, ChartSize.SMALL)
                .with(heads.ribbons())
                .with(heads.curves())
                .with(marks);
    }

    static XyChart band(Run run, String title, String description, Axis y, List<Ribbon> bands, List<Curve> curves) {
        return new XyChart(title, description, axis(run), y, ChartSize.SMALL)
                .with(bands)
                .with(curves)
                .with(Marks.recalibrations(run));
    }

    /** A small chart for each layer beside each other, where it has anything to show. */
    static Element perLayer(List<LayerHistory> layers, Function<LayerHistory, XyChart> chart) {
        List<Element> figures = new ArrayList<>();
        layers.forEach(layer -> figures.add(Blocks.figure(chart.apply(layer), "")));
        return Element.of("div").with("class", "row small").add(figures);
    }
}
