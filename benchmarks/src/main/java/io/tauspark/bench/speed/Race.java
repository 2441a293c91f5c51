package io.tauspark.bench.speed;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures all contenders in rounds, one process after the other. A machine's speed drifts, so only processes of one
 * round are compared with each other, and each round starts with another contender.
 */
final class Race {
    private final List<Contender> contenders;
    private final List<Load> loads;
    private final Measuring measuring;
    private final PrintStream progress;
    private final List<Trial> trials = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    /** @param progress is told of each process when it is over */
    Race(List<Contender> contenders, List<Load> loads, Measuring measuring, PrintStream progress) {
        this.contenders = contenders;
        this.loads = loads;
        this.measuring = measuring;
        this.progress = progress;
    }

    void run(int rounds) {
        for (int round = 1; round <= rounds; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            Collections.rotate(order, 1 - round);
            for (Load load : loads) {
                for (Contender contender : order) {
                    run(round, contender, load);
                }
            }
        }
    }

    List<Trial> trials() {
        return trials;
    }

    List<Failure> failures() {
        return failures;
    }

    private void run(int round, Contender contender, Load load) {
        String what = String.format(Locale.ROOT, "round %d, T = %d, %s", round, load.context(), contender.name());
        Double busy = Machine.loadAverage();
        try {
            Measurement found = measuring.measure(contender, load);
            requireLearning(found);
            trials.add(new Trial(round, contender.name(), load.context(), load.windows(), busy, found));
            progress.printf(Locale.ROOT, "%s: %,.0f tokens/s%n", what, found.tokensPerSecond());
        } catch (MeasurementFailed failed) {
            failures.add(new Failure(round, contender.name(), load.context(), failed.reason()));
            progress.printf(Locale.ROOT, "%s: failed: %s%n", what, failed.reason());
        }
    }

    private static void requireLearning(Measurement found) throws MeasurementFailed {
        if (!found.learned()) {
            List<Double> losses = found.losses();
            throw new MeasurementFailed(String.format(
                    Locale.ROOT,
                    "its loss on the same windows went from %.3f to %.3f, so it was not training",
                    losses.get(0),
                    losses.get(losses.size() - 1)));
        }
    }
}
