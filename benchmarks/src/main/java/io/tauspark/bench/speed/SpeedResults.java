package io.tauspark.bench.speed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All that one run of the benchmark found, as its JSON file holds it.
 *
 * @param created when it was over
 * @param machine where it ran
 * @param preset size of the models
 * @param overrides settings over the preset, {@code key=value}
 * @param heap most of Java's heap that a process could have, as {@code -Xmx} takes it
 * @param threads threads of one operation
 * @param warmup steps of a process before the timed ones
 * @param steps timed steps of a process
 * @param rounds rounds that were asked for
 * @param trials processes that measured something, in the order in which they ran
 * @param failures processes that did not
 */
record SpeedResults(
        Instant created,
        Machine machine,
        String preset,
        List<String> overrides,
        String heap,
        int threads,
        int warmup,
        int steps,
        int rounds,
        List<Trial> trials,
        List<Failure> failures) {

    /** Contexts that something was measured at, ascending. */
    List<Integer> contexts() {
        return trials.stream().map(Trial::context).distinct().sorted().toList();
    }

    /** Contenders that something was measured of, in the order in which they ran first. */
    List<String> contenders() {
        return trials.stream().map(Trial::contender).distinct().toList();
    }

    /** One contender's trials at one context. */
    List<Trial> trials(String contender, int context) {
        return trials.stream()
                .filter(trial -> trial.contender().equals(contender) && trial.context() == context)
                .toList();
    }

    /**
     * A quantity of some trials over that of others, paired by round, so that what slows the whole machine for a while
     * cancels out.
     *
     * @return the spread over rounds that have both; empty if none has
     */
    static Optional<Spread> ratio(List<Trial> above, List<Trial> below, ToDoubleFunction<Measurement> quantity) {
        List<Double> ratios = new ArrayList<>();
        for (Trial trial : above) {
            below.stream()
                    .filter(other -> other.round() == trial.round())
                    .mapToDouble(other -> quantity.applyAsDouble(other.measurement()))
                    .forEach(other -> ratios.add(quantity.applyAsDouble(trial.measurement()) / other));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
