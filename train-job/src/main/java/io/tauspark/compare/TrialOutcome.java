package io.tauspark.compare;

import io.tauspark.compare.LearningCurves.Curve;
import io.tauspark.compare.halving.RungScore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial and how far it has come.
 *
 * @param trial the first of those that are the same training
 * @param also names of the others, which were not run again
 * @param state how far it has come
 * @param run directory of its run, below that of the sweep
 * @param reason why it failed or was stopped, or null
 * @param result of a finished trial, or null
 * @param rungs its scores at the rungs that it has reached
 */
public record TrialOutcome(
        Trial trial,
        List<String> also,
        State state,
        String run,
        @Nullable String reason,
        @Nullable TrialResult result,
        List<RungScore> rungs) {

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
        /** Stopped at a rung, where others were better. */
        STOPPED,
        /** Ended without a model; the same command resumes it. */
        FAILED
    }

    public TrialOutcome {
        also = List.copyOf(also);
        rungs = List.copyOf(rungs);
    }

    /** A trial that has reached no rung. */
    static TrialOutcome of(Trial trial, List<String> also, State state, String run) {
        return new TrialOutcome(trial, also, state, run, null, null, List.of());
    }

    TrialOutcome to(State next) {
        return new TrialOutcome(trial, also, next, run, null, null, rungs);
    }

    TrialOutcome with(State next, TrialResult found) {
        return new TrialOutcome(trial, also, next, run, null, found, rungs);
    }

    TrialOutcome failed(String why) {
        return new TrialOutcome(trial, also, State.FAILED, run, why, null, rungs);
    }

    /** The same on another rung; a trial that is trained to its end keeps its result. */
    TrialOutcome at(RungScore score) {
        List<RungScore> more = new ArrayList<>(rungs);
        more.add(score);
        State then = result == null ? State.WAITING : state;
        return new TrialOutcome(trial, also, then, run, null, result, more);
    }

    TrialOutcome stopped(String why) {
        return new TrialOutcome(trial, also, State.STOPPED, run, why, null, rungs);
    }

    /** The same of a trial that counts among those of a group. */
    TrialOutcome in(String group) {
        Trial regrouped = new Trial(group, trial.settings(), trial.train());
        return new TrialOutcome(regrouped, also, state, run, reason, result, rungs);
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
