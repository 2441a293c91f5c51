package io.tauspark.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One or more series of values over a common axis; colours and dashes tell up to four of them apart.
 *
 * @param series drawn in this order; values that a logarithmic axis cannot show are left out
 */
public record LineChart(String title, String description, Axis x, Axis y, List<Series> series) implements Chart {
    /** So many styles are defined; a fifth line would look like the first. */
    private static final int MOST_SERIES = 4;

    private static final double LEGEND_ROW = 20;
    private static final double SAMPLE = 26;
    private static final double GAP = 7;
    private static final double BASELINE = 14;
    /** From the baseline of a name up to the middle of its letters. */
    private static final double MIDDLE = 4.5;

    /**
     * @param name what the legend calls it
     * @param xs where the values lie, as many as there are
     * @param ys the values
     */
    public record Series(String name, List<Double> xs, List<Double> ys) {
        public Series {
            xs = List.copyOf(xs);
            ys = List.copyOf(ys);
            if (xs.size() != ys.size()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "series '%s' has %d values at %d places", name, ys.size(), xs.size()));
            }
        }
    }

    public LineChart {
        series = List.copyOf(series);
        if (series.isEmpty() || series.size() > MOST_SERIES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "line chart '%s' has %d series, allowed are 1 to %d",
                    title,
                    series.size(),
                    MOST_SERIES));
        }
    }

    @Override
    public Element svg() {
        List<Entry> legend = series.size() > 1 ? legend() : List.of();
        int rows = legend.isEmpty() ? 0 : legend.get(legend.size() - 1).row() + 1;
        Plot plot = new Plot(this, x, y, LEGEND_ROW * rows);
        for (int k = 0; k < series.size(); k++) {
            plot.draw(Element.of("polyline")
                    .with("points", points(plot, series.get(k)))
                    .with("class", style(k)));
        }
        for (int k = 0; k < legend.size(); k++) {
            Entry entry = legend.get(k);
            double baseline = BASELINE + LEGEND_ROW * entry.row();
            double end = entry.left() + SAMPLE;
            plot.draw(Plot.line(entry.left(), baseline - MIDDLE, end, baseline - MIDDLE, style(k)))
                    .draw(Plot.label(end + GAP, baseline, "start", series.get(k).name()));
        }
        return plot.svg();
    }

    /** The place where a series is named: a sample of its line, and its name. */
    private record Entry(double left, int row) {}

    /** Names beside each other, in a new row where the next would not fit. */
    private List<Entry> legend() {
        List<Entry> entries = new ArrayList<>();
        double left = Plot.LEFT;
        int row = 0;
        for (Series line : series) {
            double width = SAMPLE + GAP + Plot.CHARACTER * line.name().length();
            if (left > Plot.LEFT && left + width > Plot.WIDTH) {
                left = Plot.LEFT;
                row++;
            }
            entries.add(new Entry(left, row));
            left += width + 2 * GAP;
        }
        return entries;
    }

    private static String style(int k) {
        return "line c" + (k + 1);
    }

    private String points(Plot plot, Series line) {
        StringBuilder points = new StringBuilder();
        for (int k = 0; k < line.xs().size(); k++) {
            double at = line.xs().get(k);
            double value = line.ys().get(k);
            if (!y.logarithmic() || value > 0) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", plot.x(at), plot.y(value)));
            }
        }
        return points.toString().strip();
    }
}
