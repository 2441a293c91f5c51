package io.tauspark.compare;

import io.tauspark.compare.LearningCurves.Point;
import io.tauspark.compare.TrialOutcome.State;
import java.util.List;
import java.util.Map;

/** Made-up outcomes of trials. */
final class Outcomes {
    private Outcomes() {}

    static TrialOutcome finished(String variant, long seed, double bits) {
        return finished(trial(variant, seed), bits);
    }

    static TrialOutcome finished(Trial trial, double bits) {
        TrialResult result = new TrialResult(
                1000,
                2_000_000,
                5000,
                bits,
                bits,
                Math.exp(bits),
                bits,
                bits,
                0,
                List.of(new Point(1_000_000, bits + 1), new Point(2_000_000, bits)));
        return new TrialOutcome(trial, List.of(), State.FINISHED, "runs/" + trial.name(), null, result);
    }

    static TrialOutcome failed(String variant, long seed, String reason) {
        return new TrialOutcome(trial(variant, seed), List.of(), State.WAITING, "runs/x", null, null).failed(reason);
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

    /** A point of a sweep. */
    static Trial point(Map<String, String> settings, long seed) {
        Trial any = SweepJob.configure("data=d", "memory=m", "output=o", "seeds=[" + seed + "]")
                .trials()
                .get(0);
        return new Trial(settings.toString(), settings, any.train());
    }
}
