package io.tauspark.laplacian.report;

import io.tauspark.page.Axis;
import io.tauspark.page.NumberText;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Eigenvalues over their ranks. */
final class SpectrumChart {
    /** Beyond this factor the smallest values would lie on the axis of a linear chart, less than a unit above it. */
    private static final double WIDE = 200;

    /** Part of the largest; smaller ones are what rounding leaves of zero. */
    private static final double ZERO = 1e-9;

    private SpectrumChart() {}

    static XyChart of(List<Double> spectrum) {
        return chart("Spectrum", List.of(series("eigenvalues", spectrum)));
    }

    static XyChart of(String nameBefore, List<Double> before, String nameAfter, List<Double> after) {
        return chart("Spectra", List.of(series(nameBefore, before), series(nameAfter, after)));
    }

    private static XyChart chart(String title, List<Series> series) {
        double largest = values(series).max().orElse(0);
        double smallest =
                values(series).filter(value -> value > ZERO * largest).min().orElse(largest);
        double lowest = values(series).min().orElse(0);
        int size = series.get(0).ys().size();
        boolean wide = largest > WIDE * smallest;
        Axis y = wide
                ? Axis.powers("eigenvalue", smallest, largest)
                : Axis.round("eigenvalue", Math.min(0, lowest), largest);
        long zeros = values(series).filter(value -> value <= ZERO * largest).count();
        String left = wide ? String.format(Locale.ROOT, " %d that are not above zero are left out.", zeros) : "";
        return XyChart.lines(
                title,
                String.format(
                        Locale.ROOT,
                        "%d eigenvalues in ascending order, from %s above zero to %s.%s",
                        size,
                        NumberText.of(smallest),
                        NumberText.of(largest),
                        left),
                Axis.counts("rank", 1, Math.max(2, size)),
                y,
                series.stream()
                        .map(line -> wide ? positive(line, ZERO * largest) : line)
                        .toList());
    }

    private static Series series(String name, List<Double> spectrum) {
        return new Series(
                name,
                IntStream.rangeClosed(1, spectrum.size())
                        .mapToObj(rank -> (double) rank)
                        .toList(),
                spectrum);
    }

    private static Series positive(Series line, double zero) {
        List<Integer> kept = IntStream.range(0, line.ys().size())
                .filter(k -> line.ys().get(k) > zero)
                .boxed()
                .toList();
        return new Series(
                line.name(),
                kept.stream().map(line.xs()::get).toList(),
                kept.stream().map(line.ys()::get).toList());
    }

    private static DoubleStream values(List<Series> series) {
        return series.stream().flatMap(line -> line.ys().stream()).mapToDouble(Double::doubleValue);
    }
}
