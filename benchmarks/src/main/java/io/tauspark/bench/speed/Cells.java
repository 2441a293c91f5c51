package io.tauspark.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cells of a table for one contender's trials at one context. */
final class Cells {
    private static final String UNKNOWN = "–";

    private final List<Trial> trials;

    /** @param trials at least one */
    Cells(List<Trial> trials) {
        this.trials = trials;
    }

    String name() {
        return trials.get(0).contender();
    }

    String parameters() {
        return format("%,d", trials.get(0).measurement().parameters());
    }

    String windows() {
        return format("%,d × %d", trials.get(0).context(), trials.get(0).windows());
    }

    /** Median over rounds, and the range behind it. */
    String spread(Function<Measurement, Double> quantity) {
        return Spread.of(known(quantity)).text("%,.0f");
    }

    /** Quotient by the same quantity of others in the same round. */
    String ratio(List<Trial> others, Function<Measurement, Double> quantity) {
        return SpeedResults.ratio(trials, others, quantity::apply)
                .map(ratio -> ratio.text("%.2f"))
                .orElse(UNKNOWN);
    }

    String median(Function<Measurement, @Nullable Double> quantity) {
        List<Double> known = known(quantity);
        return known.isEmpty() ? UNKNOWN : format("%,.0f", Spread.of(known).median());
    }

    String most(Function<Measurement, @Nullable Double> quantity) {
        List<Double> known = known(quantity);
        return known.isEmpty() ? UNKNOWN : format("%,.0f", Spread.of(known).most());
    }

    private List<Double> known(Function<Measurement, @Nullable Double> quantity) {
        return trials.stream()
                .map(trial -> quantity.apply(trial.measurement()))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
