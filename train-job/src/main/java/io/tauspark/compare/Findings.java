package io.tauspark.compare;

import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.job.Shortfall;
import java.util.List;
import java.util.Locale;

/** The findings of a command about its trials, of which some may not have been run yet. */
interface Findings {
    /** All trials with what came of each. */
    List<TrialOutcome> outcomes();

    /** A summary for a person, in a few lines. */
    String summary();

    /** The findings for programs. */
    String json();

    /** The findings for people, as a page. */
    String html();

    /** The trials that ended without a model, each as its name and its reason. */
    default List<String> failures() {
        return outcomes().stream()
                .filter(outcome -> outcome.state() == State.FAILED)
                .map(outcome -> outcome.trial().name() + ": " + outcome.reason())
                .toList();
    }

    /** @throws Shortfall if trials failed, with their reasons */
    default void requireAll() {
        List<String> failed = failures();
        if (!failed.isEmpty()) {
            throw new Shortfall(String.format(
                    Locale.ROOT,
                    "%d of %d trials failed; the same command resumes them, and keeps the others%n%s",
                    failed.size(),
                    outcomes().size(),
                    String.join(System.lineSeparator(), failed)));
        }
    }
}
