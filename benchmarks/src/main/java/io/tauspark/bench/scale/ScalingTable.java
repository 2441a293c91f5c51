package io.tauspark.bench.scale;

import io.tauspark.bench.speed.Spread;
import io.tauspark.page.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Step times by setup; quotients are taken within a repeat, since the speed of a machine drifts. */
final class ScalingTable {
    private static final double PERCENT = 100;

    private final Map<Setup, List<StepTime>> times = new LinkedHashMap<>();

    /** @param setups rows, the first being the one that the others are compared with */
    ScalingTable(List<Setup> setups) {
        setups.forEach(setup -> times.put(setup, new ArrayList<>()));
    }

    /** Adds the next repeat of a setup; every setup must take part in every repeat. */
    void add(Setup setup, StepTime time) {
        List<StepTime> own = times.get(setup);
        if (own == null) {
            throw new IllegalArgumentException(setup + " is not in this table");
        }
        own.add(time);
    }

    String markdown() {
        List<String> titles = List.of(
                "mode",
                "workers",
                "wire",
                "ms per step",
                "exchange ms",
                "share of step, %",
                "waiting ms",
                "tokens/s",
                "speed-up");
        List<List<String>> rows = new ArrayList<>();
        List<StepTime> baseline = times.values().iterator().next();
        times.forEach((setup, own) -> rows.add(List.of(
                setup.title(),
                Integer.toString(setup.workers()),
                setup.wireName(),
                cell("%,.0f", own, StepTime::millis),
                cell("%,.1f", own, StepTime::exchangeMillis),
                cell("%.1f", own, time -> PERCENT * time.exchangeMillis() / time.millis()),
                cell("%,.0f", own, StepTime::waitMillis),
                cell("%,.0f", own, StepTime::tokensPerSecond),
                speedUp(own, baseline))));
        return Table.ofNumbers(titles, rows).markdown();
    }

    private static String speedUp(List<StepTime> own, List<StepTime> baseline) {
        return Spread.of(IntStream.range(0, own.size())
                        .mapToObj(repeat -> own.get(repeat).tokensPerSecond()
                                / baseline.get(repeat).tokensPerSecond())
                        .toList())
                .text("%.2f");
    }

    private static String cell(String number, List<StepTime> own, ToDoubleFunction<StepTime> quantity) {
        return Spread.of(own.stream().mapToDouble(quantity).boxed().toList()).text(number);
    }
}
