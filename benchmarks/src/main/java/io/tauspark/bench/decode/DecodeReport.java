package io.tauspark.bench.decode;

import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Spread;
import io.tauspark.page.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that one run of the benchmark found, as its JSON file holds it.
 *
 * @param created when it was over
 * @param machine where it ran
 * @param load average of the last minute before it began; null where the system does not tell
 * @param width of the head
 * @param times in the order in which they were taken
 */
record DecodeReport(
        Instant created, Machine machine, @Nullable Double load, int width, List<DecodeTime> times) {
    private static final String DOT = "dot";

    /** A grid with a head's state may be so large. */
    private static final long SMALL_STATE = 300_000;

    /** What was wanted: so many times as fast as a dot product at a length. */
    private record Target(String state, int tokens, double factor) {}

    private static final List<Target> TARGETS = List.of(
            new Target("exact", 1 << 10, 2),
            new Target("exact", 1 << 16, 200),
            new Target("grid", 1 << 10, 20),
            new Target("grid", 1 << 16, 2000));

    /** The page in Markdown, ended. */
    String markdown() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d cores of %s, one thread, head width %d, t = 0.05, %d cells; processor time,"
                        + " median and range of rounds in turns. Load average before: %s.%n%n",
                machine.cores(),
                machine.processor(),
                width,
                Contender.CELLS,
                load));
        List<List<String>> rows = new ArrayList<>();
        for (int tokens : times.stream().mapToInt(DecodeTime::tokens).distinct().toArray()) {
            for (String state : states(tokens)) {
                rows.add(row(state, tokens));
            }
        }
        text.append(
                Table.ofNumbers(List.of("state", "tokens before", "µs a look", "µs to append", "bytes", "× dot"), rows)
                        .markdown());
        text.append(System.lineSeparator());
        TARGETS.forEach(target -> text.append(told(target)));
        return text.toString();
    }

    private List<String> row(String state, int tokens) {
        List<DecodeTime> own = of(state, tokens);
        List<Double> ratios = ratios(state, tokens);
        return List.of(
                state,
                String.format(Locale.ROOT, "%,d", tokens),
                Spread.of(values(own, DecodeTime::attend)).text("%,.2f"),
                String.format(Locale.ROOT, "%.2f", own.get(0).append()),
                String.format(Locale.ROOT, "%,d", own.get(0).bytes()),
                ratios.isEmpty() ? "–" : Spread.of(ratios).text("%,.1f"));
    }

    /** The median of how many times as fast as a dot product a state is, append included. */
    OptionalDouble speed(String state, int tokens) {
        List<Double> ratios = ratios(state, tokens);
        return ratios.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Spread.of(ratios).median());
    }

    private List<Double> ratios(String state, int tokens) {
        List<Double> ratios = new ArrayList<>();
        for (DecodeTime time : of(state, tokens)) {
            of(DOT, tokens).stream()
                    .filter(dot -> dot.round() == time.round())
                    .forEach(dot -> ratios.add(dot.total() / time.total()));
        }
        return ratios;
    }

    private List<String> states(int tokens) {
        return times.stream()
                .filter(time -> time.tokens() == tokens)
                .map(DecodeTime::state)
                .distinct()
                .sorted(Comparator.comparing(name -> Contender.valueOf(name.toUpperCase(Locale.ROOT))))
                .toList();
    }

    private List<DecodeTime> of(String state, int tokens) {
        return times.stream()
                .filter(time -> time.tokens() == tokens && time.state().equals(state))
                .toList();
    }

    private static List<Double> values(List<DecodeTime> times, ToDoubleFunction<DecodeTime> quantity) {
        return times.stream().map(quantity::applyAsDouble).toList();
    }

    /** A line for each target that something was measured for. */
    private String told(Target target) {
        // States are measured one token short of a round number, see DecodeTimes.
        int tokens = target.tokens - 1;
        OptionalDouble found = speed(target.state, tokens);
        if (found.isEmpty()) {
            return "";
        }
        long bytes = of(target.state, tokens).get(0).bytes();
        boolean met = found.getAsDouble() >= target.factor && (!target.state.equals("grid") || bytes < SMALL_STATE);
        return String.format(
                Locale.ROOT,
                "* `%s` at %,d tokens: %,.0f times as fast as `dot`, %s the aim of %,.0f%s.%n",
                target.state,
                tokens,
                found.getAsDouble(),
                met ? "which meets" : "which misses",
                target.factor,
                target.state.equals("grid")
                        ? String.format(Locale.ROOT, " with less than %,d bytes", SMALL_STATE)
                        : "");
    }
}
