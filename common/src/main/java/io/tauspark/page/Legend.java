package io.tauspark.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names beside samples of what they name, in as many rows as they need. */
final class Legend {
    static final double ROW = 20;

    private static final double SAMPLE = 22;
    /** Longer, to show what dashes there are. */
    private static final double DASHES = 26;

    private static final double GAP = 7;
    private static final double BASELINE = 14;
    /** From the baseline of a name up to the middle of its letters. */
    private static final double MIDDLE = 4.5;

    private static final double RADIUS = 3;

    private final double left;
    private final double right;
    private final double sample;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private enum Kind {
        LINE,
        AREA,
        DOT
    }

    private record Entry(Kind kind, String style) {}

    Legend(double left, double right) {
        this(left, right, SAMPLE);
    }

    private Legend(double left, double right, double sample) {
        this.left = left;
        this.right = right;
        this.sample = sample;
    }

    /** A legend of lines that their dashes tell apart. */
    static Legend ofDashes(double left, double right) {
        return new Legend(left, right, DASHES);
    }

    /** Names a line; of several of one name the first counts, an empty name does not. */
    Legend line(String name, String style) {
        return add(name, new Entry(Kind.LINE, style));
    }

    Legend area(String name, String style) {
        return add(name, new Entry(Kind.AREA, style));
    }

    Legend dot(String name, String style) {
        return add(name, new Entry(Kind.DOT, style));
    }

    static Element circle(double x, double y, String style) {
        return Element.of("circle")
                .with("cx", x)
                .with("cy", y)
                .with("r", RADIUS)
                .with("class", style);
    }

    double height() {
        double rows = 0;
        double end = 0;
        for (String name : entries.keySet()) {
            if (rows == 0 || end + width(name) > right) {
                rows++;
                end = left;
            }
            end += width(name) + 2 * GAP;
        }
        return rows * ROW;
    }

    List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        double at = left;
        double baseline = BASELINE;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            double width = width(entry.getKey());
            if (at > left && at + width > right) {
                at = left;
                baseline += ROW;
            }
            elements.add(sample(entry.getValue(), at, baseline - MIDDLE));
            elements.add(Plot.label(at + sample + GAP, baseline, "start", entry.getKey()));
            at += width + 2 * GAP;
        }
        return elements;
    }

    private Legend add(String name, Entry entry) {
        if (!name.isEmpty()) {
            entries.putIfAbsent(name, entry);
        }
        return this;
    }

    private Element sample(Entry entry, double from, double middle) {
        return switch (entry.kind()) {
            case LINE -> Plot.line(from, middle, from + sample, middle, entry.style());
            case DOT -> circle(from + sample / 2, middle, entry.style());
            case AREA ->
                Element.of("rect")
                        .with("x", from)
                        .with("y", middle - GAP)
                        .with("width", sample)
                        .with("height", 2 * GAP)
                        .with("class", entry.style());
        };
    }

    private double width(String name) {
        return sample + GAP + Plot.CHARACTER * name.length();
    }
}
