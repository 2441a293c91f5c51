package io.tauspark.report;

import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import io.tauspark.page.XyChart.Ribbon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One value of all heads of a layer: the median over heads, and thin lines for each head; where the model has very many
 * heads, the band from the lowest to the highest in place of lines.
 */
record HeadLines(List<Ribbon> ribbons, List<Curve> curves) {
    /** Most thin lines of a whole model; more lines are neither told apart nor worth their space. */
    private static final int MOST_LINES = 256;

    /** Buckets of all thin lines of a model together; each line gets its share. */
    private static final int BUDGET = 4000;

    private static final int MOST_BUCKETS = 48;

    /** @param heads of the whole model */
    static HeadLines of(LayerHistory layer, Function<HeadHistory, Trace> value, Colour colour, int heads) {
        int buckets = Math.min(MOST_BUCKETS, BUDGET / Math.min(MOST_LINES, Math.max(1, heads)));
        List<Trace> traces = layer.heads().stream()
                .map(value)
                .filter(trace -> !trace.isEmpty())
                .map(trace -> trace.within(buckets))
                .toList();
        if (traces.isEmpty()) {
            return new HeadLines(List.of(), List.of());
        }
        List<Curve> curves = new ArrayList<>();
        List<Double> xs = new ArrayList<>();
        List<Double> lows = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<Double> highs = new ArrayList<>();
        List<List<Trace.Bucket>> all = traces.stream().map(Trace::buckets).toList();
        // Heads are logged together, so their buckets lie at the same places.
        int size = all.stream().mapToInt(List::size).min().orElse(0);
        for (int k = 0; k < size; k++) {
            int place = k;
            List<Trace.Bucket> here = all.stream().map(each -> each.get(place)).toList();
            xs.add(Trace.middle(here.get(0)));
            lows.add(here.stream().mapToDouble(bucket -> bucket.low).min().orElse(Double.NaN));
            medians.add(median(here));
            highs.add(here.stream().mapToDouble(bucket -> bucket.high).max().orElse(Double.NaN));
        }
        if (heads <= MOST_LINES) {
            traces.forEach(trace -> curves.add(trace.curve("", colour, true)));
        }
        curves.add(new Curve("", colour, false, xs, medians));
        return new HeadLines(
                heads <= MOST_LINES ? List.of() : List.of(new Ribbon("", colour, xs, lows, highs)), curves);
    }

    HeadLines over(HeadLines below) {
        List<Ribbon> bands = new ArrayList<>(below.ribbons);
        bands.addAll(ribbons);
        List<Curve> lines = new ArrayList<>(below.curves);
        lines.addAll(curves);
        return new HeadLines(bands, lines);
    }

    /** The explanation of how to read them. */
    static String key(int heads) {
        return heads <= MOST_LINES
                ? "Thin, each head; thick, the median of the layer."
                : "The band holds all heads of the layer, the line is their median.";
    }

    private static double median(List<Trace.Bucket> heads) {
        double[] sorted =
                heads.stream().mapToDouble(Trace.Bucket::mean).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
