package io.tauspark.compare;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;

/**
 * More lines than one chart can tell apart, in several charts of the same axes. The first line is in each of them, for
 * comparison.
 */
public final class LineGroups {
    private static final int OTHERS = 3;

    private LineGroups() {}

    /** Charts side by side. */
    public static Element figures(String title, String description, Axis x, Axis y, List<Series> lines) {
        List<Element> figures = new ArrayList<>();
        for (List<Series> group : groups(lines)) {
            figures.add(Blocks.figure(XyChart.lines(title, description, x, y, group), ""));
        }
        return Blocks.row(figures.toArray(Element[]::new));
    }

    /** An axis round about all values of some lines. */
    public static Axis around(String label, List<Series> lines, Function<Series, List<Double>> coordinate) {
        DoubleSummaryStatistics values = lines.stream()
                .flatMap(line -> coordinate.apply(line).stream())
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        return Axis.round(label, values.getMin(), values.getMax());
    }

    static List<List<Series>> groups(List<Series> lines) {
        if (lines.size() <= 1 + OTHERS) {
            return List.of(lines);
        }
        List<List<Series>> groups = new ArrayList<>();
        for (int from = 1; from < lines.size(); from += OTHERS) {
            List<Series> group = new ArrayList<>();
            group.add(lines.get(0));
            group.addAll(lines.subList(from, Math.min(from + OTHERS, lines.size())));
            groups.add(group);
        }
        return groups;
    }
}
