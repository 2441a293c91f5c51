package io.tauspark.bench.scale;

import io.tauspark.bench.speed.Spread;
import io.tauspark.page.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The times of every method in every round. Methods are compared within rounds only, since a machine's speed drifts.
 */
final class ExchangeTimes {
    private final int members;
    private final int values;
    private final Map<Method, List<Timing>> timings = new EnumMap<>(Method.class);

    ExchangeTimes(int members, int values) {
        this.members = members;
        this.values = values;
    }

    /** Adds the next round of a method; every method must take part in every round. */
    void add(Method method, Timing timing) {
        timings.computeIfAbsent(method, unused -> new ArrayList<>()).add(timing);
    }

    String markdown() {
        List<String> titles = List.of(
                "method",
                "wire",
                "ms, least",
                "median",
                "most",
                "times the ring",
                "processor ms",
                "MB sent per member");
        List<List<String>> rows = new ArrayList<>();
        timings.forEach((method, own) -> {
            List<Double> times = own.stream().map(Timing::millis).toList();
            Spread spread = Spread.of(times);
            rows.add(List.of(
                    method.title(),
                    method.wire().name().toLowerCase(Locale.ROOT),
                    format("%,.1f", spread.least()),
                    format("%,.1f", spread.median()),
                    format("%,.1f", spread.most()),
                    ratio(times),
                    format(
                            "%,.0f",
                            Spread.of(own.stream().map(Timing::processorMillis).toList())
                                    .median()),
                    format("%,.1f", method.megabytes(members, values))));
        });
        return Table.ofNumbers(titles, rows).markdown();
    }

    private String ratio(List<Double> times) {
        List<Timing> ring = timings.getOrDefault(Method.RING, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < times.size(); round++) {
            ratios.add(times.get(round) / ring.get(round).millis());
        }
        return Spread.of(ratios).text("%.2f");
    }

    private static String format(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }
}
