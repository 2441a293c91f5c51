package io.tauspark.compare;

import io.tauspark.compare.LearningCurves.Curve;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial and how far it has come.
 *
 * @param trial the first of those that are the same training
 * @param also names of the others, which were not run again
 * @param state how far it has come
 * @param run directory of its run, below that of the sweep
 * @param reason why it failed, or null
 * @param result of a finished trial, or null
 */
public record TrialOutcome(
        Trial trial,
        List<String> also,
        State state,
        String run,
        @Nullable String reason,
        @Nullable TrialResult result) {

    /** The progress of a trial. */
    public enum State {
        /** Not begun by this command. */
        WAITING,
        /** Being trained. */
        RUNNING,
        /** Trained by this command. */
        FINISHED,
        /** Trained by an earlier command, with the same settings and inputs. */
        REUSED,
        /** Ended without a model; the same command resumes it. */
        FAILED
    }

    public TrialOutcome {
        also = List.copyOf(also);
    }

    TrialOutcome to(State next) {
        return new TrialOutcome(trial, also, next, run, null, null);
    }

    TrialOutcome with(State next, TrialResult found) {
        return new TrialOutcome(trial, also, next, run, null, found);
    }

    TrialOutcome failed(String why) {
        return new TrialOutcome(trial, also, State.FAILED, run, why, null);
    }

    /** The same of a trial that counts among those of a group. */
    TrialOutcome in(String group) {
        Trial regrouped = new Trial(group, trial.settings(), trial.train());
        return new TrialOutcome(regrouped, also, state, run, reason, result);
    }

    /** Scores over the course of training, of a finished trial. */
    static List<Curve> curves(List<TrialOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.result() != null)
                .map(TrialOutcome::curve)
                .toList();
    }

    private Curve curve() {
        return new Curve(trial.group(), result == null ? List.of() : result.curve());
    }
}
