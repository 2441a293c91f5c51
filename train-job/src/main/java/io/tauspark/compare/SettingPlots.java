package io.tauspark.compare;

import io.tauspark.page.Axis;
import io.tauspark.page.BarChart;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The results of a sweep against each setting that was swept. */
final class SettingPlots {
    private static final int DECIMALS = 4;

    /** Values that span more than this factor are told apart on a logarithmic axis. */
    private static final double WIDE = 10;

    private SettingPlots() {}

    /** Settings that trials give more than one value, sorted. */
    static List<String> names(List<TrialOutcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.trial().settings().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** One chart for each setting that has results at more than one value. */
    static List<Element> of(List<TrialOutcome> outcomes) {
        List<Element> plots = new ArrayList<>();
        for (String name : names(outcomes)) {
            Map<String, List<Double>> scores = new LinkedHashMap<>();
            for (TrialOutcome outcome : outcomes) {
                TrialResult result = outcome.result();
                String value = outcome.trial().settings().get(name);
                if (result != null && value != null) {
                    scores.computeIfAbsent(value, text -> new ArrayList<>()).add(result.bitsPerByte());
                }
            }
            if (scores.size() > 1) {
                plots.add(plot(name, scores));
            }
        }
        return plots;
    }

    private static Element plot(String name, Map<String, List<Double>> scores) {
        TreeMap<Double, List<Double>> numbers = new TreeMap<>();
        scores.forEach((value, found) -> number(value).ifPresent(at -> numbers.put(at, found)));
        return numbers.size() == scores.size() ? points(name, numbers) : bars(name, scores);
    }

    private static Element points(String name, NavigableMap<Double, List<Double>> scores) {
        List<Double> places = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        scores.forEach((value, found) -> {
            places.addAll(Collections.nCopies(found.size(), value));
            all.addAll(found);
            means.add(Spread.of(found).mean());
        });
        double low = scores.firstKey();
        double high = scores.lastKey();
        Axis x = low > 0 && high / low >= WIDE ? Axis.powers(name, low, high) : Axis.round(name, low, high);
        XyChart chart = XyChart.points(
                "Bits per byte by " + name,
                "Each trial, and the mean of those that share a value.",
                x,
                Axis.round("bits per byte", Collections.min(all), Collections.max(all)),
                new Series("trials", places, all),
                new Series("means", List.copyOf(scores.keySet()), means));
        return Blocks.figure(chart, "A dot for each trial; the line joins the means over all other settings.");
    }

    private static Element bars(String name, Map<String, List<Double>> scores) {
        List<BarChart.Bar> bars = new ArrayList<>();
        scores.forEach((value, found) -> {
            Spread spread = Spread.of(found);
            bars.add(new BarChart.Bar(value, spread.mean(), spread.text(DECIMALS)));
        });
        double longest = bars.stream().mapToDouble(BarChart.Bar::value).max().orElse(1);
        BarChart chart =
                new BarChart("Bits per byte by " + name, "Mean of the trials that share a value.", bars, longest);
        return Blocks.figure(chart, "Means over all other settings; smallest and largest in brackets.");
    }

    private static OptionalDouble number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException word) {
            return OptionalDouble.empty();
        }
    }
}
