package io.tauspark.compare;

import io.tauspark.page.Axis;
import io.tauspark.page.Element;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Scores over the course of training, a mean over the seeds of each variant. */
public final class LearningCurves {
    private static final double MILLION = 1e6;

    private LearningCurves() {}

    /**
     * The scores of one training.
     *
     * @param variant what was trained
     * @param points in order
     */
    public record Curve(String variant, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * One scoring.
     *
     * @param tokens learnt from by then
     * @param bitsPerByte of text that was not learnt from
     */
    public record Point(long tokens, double bitsPerByte) {}

    /** One line per variant that has results, in the given order, by millions of tokens. */
    public static List<Series> means(List<Curve> curves, List<String> order) {
        List<Series> lines = new ArrayList<>();
        for (String variant : order) {
            TreeMap<Long, Double> means = curves.stream()
                    .filter(curve -> curve.variant().equals(variant))
                    .flatMap(curve -> curve.points().stream())
                    .collect(Collectors.groupingBy(
                            Point::tokens, TreeMap::new, Collectors.averagingDouble(Point::bitsPerByte)));
            if (!means.isEmpty()) {
                List<Double> millions =
                        means.keySet().stream().map(tokens -> tokens / MILLION).toList();
                lines.add(new Series(variant, millions, List.copyOf(means.values())));
            }
        }
        return lines;
    }

    /** Each line minus the first, at the places that both have. */
    public static List<Series> minusFirst(List<Series> lines) {
        Series first = lines.get(0);
        Map<Double, Double> base = new LinkedHashMap<>();
        for (int i = 0; i < first.xs().size(); i++) {
            base.put(first.xs().get(i), first.ys().get(i));
        }
        return lines.stream().map(line -> minus(line, base)).toList();
    }

    /** Charts of the scores, as many as it takes to tell the lines apart. */
    static Element scores(String title, List<Series> lines) {
        return LineGroups.figures(
                title,
                "Bits per byte of the validation documents after so many tokens, mean over the seeds.",
                tokens(lines),
                LineGroups.around("bits per byte", lines, Series::ys),
                lines);
    }

    /** The axis that the lines have in common. */
    static Axis tokens(List<Series> lines) {
        return LineGroups.around("tokens, millions", lines, Series::xs);
    }

    private static Series minus(Series line, Map<Double, Double> base) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (int i = 0; i < line.xs().size(); i++) {
            Double other = base.get(line.xs().get(i));
            if (other != null) {
                xs.add(line.xs().get(i));
                ys.add(line.ys().get(i) - other);
            }
        }
        return new Series(line.name(), xs, ys);
    }
}
