package io.tauspark.compare;

import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.job.Shortfall;
import java.util.List;
import java.util.Locale;

/** Trials that ended without a model. */
final class Failures {
    private Failures() {}

    /** Each as its name and its reason. */
    static List<String> of(List<TrialOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.state() == State.FAILED)
                .map(outcome -> outcome.trial().name() + ": " + outcome.reason())
                .toList();
    }

    /** @throws Shortfall if there are any */
    static void require(List<TrialOutcome> outcomes) {
        List<String> failed = of(outcomes);
        if (!failed.isEmpty()) {
            throw new Shortfall(String.format(
                    Locale.ROOT,
                    "%d of %d trials failed; the same command resumes them, and keeps the others%n%s",
                    failed.size(),
                    outcomes.size(),
                    String.join(System.lineSeparator(), failed)));
        }
    }
}
