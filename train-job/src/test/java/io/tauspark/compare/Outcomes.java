package io.tauspark.compare;

import io.tauspark.compare.LearningCurves.Point;
import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.compare.halving.RungScore;
import io.tauspark.train.worker.SelectedModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Made-up outcomes of trials. */
final class Outcomes {
    /** The steps of three rungs by the defaults of a sweep: the first scorings from 250, 500 and 1,000 steps on. */
    static final List<Integer> RUNGS = List.of(400, 600, 1000);

    private Outcomes() {}

    static TrialOutcome finished(String variant, long seed, double bits) {
        return finished(trial(variant, seed), bits);
    }

    static TrialOutcome finished(Trial trial, double bits) {
        TrialResult result = new TrialResult(
                1000,
                2_000_000,
                1.5,
                5000,
                bits,
                bits,
                Math.exp(bits),
                bits,
                bits,
                0,
                List.of(new Point(1_000_000, bits + 1), new Point(2_000_000, bits)),
                null,
                Map.of());
        return new TrialOutcome(trial, List.of(), State.FINISHED, "runs/" + trial.name(), null, result, List.of());
    }

    /** A trial whose model was chosen after a step by its score on one half, and judged on the other. */
    static TrialOutcome selected(Trial trial, int step, double selection, double test) {
        TrialOutcome finished = finished(trial, 9);
        TrialResult result = Objects.requireNonNull(finished.result());
        return finished.with(
                State.FINISHED, result.with(new SelectedModel(400, 100_000, 2, step, selection, test / 2, test)));
    }

    static TrialOutcome failed(String variant, long seed, String reason) {
        return TrialOutcome.of(trial(variant, seed), List.of(), State.WAITING, "runs/x")
                .failed(reason);
    }

    /** A variant of a comparison. */
    static Trial trial(String variant, long seed) {
        return CompareJob.configure(
                        "data=d",
                        "memory=m",
                        "output=o",
                        "variants=[\"" + variant + "\"]",
                        "baseline=" + variant,
                        "seeds=[" + seed + "]")
                .trials()
                .get(0);
    }

    /** A variant of a comparison with a setting that is tried. */
    static Trial tried(String variant, String peak, long seed) {
        return CompareJob.configure(
                        "data=d",
                        "memory=m",
                        "output=o",
                        "variants=[\"" + variant + "\"]",
                        "baseline=" + variant,
                        "seeds=[" + seed + "]",
                        "selection.split=halves",
                        "selection.grid.rate.peak=" + peak)
                .trials()
                .get(0);
    }

    /** A trial that was stopped at the last of some rungs, by its scores at the steps of {@link #RUNGS}. */
    static TrialOutcome stopped(Trial trial, double... bits) {
        TrialOutcome outcome = standing(trial, bits);
        return outcome.stopped(RungTable.stopped(outcome));
    }

    /** A trial that stands on the last of some rungs. */
    static TrialOutcome standing(Trial trial, double... bits) {
        TrialOutcome outcome = TrialOutcome.of(trial, List.of(), State.WAITING, "runs/" + trial.name());
        for (int rung = 1; rung <= bits.length; rung++) {
            outcome = outcome.at(new RungScore(rung, RUNGS.get(rung - 1), bits[rung - 1]));
        }
        return outcome;
    }

    /** A point of a sweep. */
    static Trial point(Map<String, String> settings, long seed) {
        Trial any = SweepJob.configure("data=d", "memory=m", "output=o", "seeds=[" + seed + "]")
                .trials()
                .get(0);
        return new Trial(settings.toString(), settings, any.train());
    }
}
