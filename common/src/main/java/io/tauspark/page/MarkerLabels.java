package io.tauspark.page;

import io.tauspark.page.HistogramChart.Marker;
import java.util.ArrayList;
import java.util.List;

/** Labels of marked values, in as many rows as they need not to cover each other. */
final class MarkerLabels {
    private static final double GAP = 8;

    private final List<Marker> markers;
    private final List<Label> labels = new ArrayList<>();

    private record Label(String text, double middle, int row) {}

    MarkerLabels(List<Marker> markers) {
        this.markers = markers;
    }

    /** Finds a row for every label above two axes, and says how many rows there are. */
    int place(Axis x, Axis y) {
        List<Double> ends = new ArrayList<>();
        for (Marker marker : markers) {
            String text = marker.name() + " " + NumberText.of(marker.value());
            double half = Plot.CHARACTER * text.length() / 2;
            double middle = Math.min(Math.max(Plot.across(x, y, marker.value()), half), Plot.WIDTH - half);
            int row = 0;
            while (row < ends.size() && ends.get(row) + GAP > middle - half) {
                row++;
            }
            if (row == ends.size()) {
                ends.add(0.0);
            }
            ends.set(row, middle + half);
            labels.add(new Label(text, middle, row));
        }
        return ends.size();
    }

    /** Draws the labels into the header of a plot, each with a line down to the axis; no line crosses a label. */
    void draw(Plot plot, double rowHeight, double baseline) {
        for (int k = 0; k < labels.size(); k++) {
            double x = plot.x(markers.get(k).value());
            double from = baseline + labels.get(k).row() * rowHeight + GAP / 2;
            plot.draw(Plot.line(x, from, x, plot.bottom(), "marker"));
        }
        for (Label label : labels) {
            double y = baseline + label.row() * rowHeight;
            plot.draw(Plot.label(label.middle(), y, "middle", label.text()).with("class", "marked"));
        }
    }
}
