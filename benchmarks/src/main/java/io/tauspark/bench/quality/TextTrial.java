package io.tauspark.bench.quality;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.compare.LearningCurves;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.Observation;
import io.tauspark.model.Seeds;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.BatchConfig;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.Lane;
import io.tauspark.train.data.ValidationSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Trains one variant on text, keeps the parameters that score best on the selection half, and tests those. */
final class TextTrial {
    private final Trial trial;
    private final TrialText text;
    private final int every;
    private final Lane lane;
    private final List<LearningCurves.Point> curve = new ArrayList<>();
    private double best = Double.POSITIVE_INFINITY;
    private int bestStep;
    private float[] chosen = new float[0];

    /** @param every steps between scorings of the selection half */
    TextTrial(Trial trial, TrialText text, int every) {
        this.trial = trial;
        this.text = text;
        this.every = every;
        // One lane for all: its order depends on the seed alone, so every variant meets the same windows at each step.
        TrainConfig train = trial.train();
        this.lane = new Lane(0, text.training(), train.model().context(), train.seed());
    }

    /**
     * Trains on the calling thread.
     *
     * @param settings that the result depends on, for the result
     * @param progress is told after each scoring
     */
    TrialResult run(HeadLaplacians laplacians, JsonNode settings, Progress progress) {
        TrainConfig train = trial.train();
        try (NDManager manager = TorchEngine.open(1);
                Learner learner = new Learner(train, laplacians, manager)) {
            learner.model().calibrate(windows(0, 0));
            while (learner.steps() < train.steps()) {
                int step = learner.steps();
                learner.step((gpt, micro, into) -> gpt.gradient(
                        windows(step, micro),
                        into,
                        Observation.NOTHING,
                        Seeds.of(train.seed(), "dropout", step, micro)));
                if (learner.steps() % every == 0 || learner.steps() == train.steps()) {
                    double bits = select(learner);
                    progress.scored(learner, String.format(Locale.ROOT, "selection %.4f bits/byte", bits));
                }
            }
            learner.model().setParameters(chosen);
            return new TrialResult(
                    trial.variant(),
                    train.seed(),
                    settings,
                    learner.model().layout().size(),
                    learner.tokens(),
                    learner.tokensPerSecond(),
                    bestStep,
                    best,
                    score(learner.model(), text.test()),
                    curve);
        }
    }

    private double select(Learner learner) {
        double bits = score(learner.model(), text.selection());
        learner.scored(bits);
        curve.add(new LearningCurves.Point(learner.tokens(), bits));
        if (bits < best) {
            best = bits;
            bestStep = learner.steps();
            chosen = learner.model().parameters();
        }
        return bits;
    }

    private double score(TauGpt gpt, ValidationSet windows) {
        return Scoring.bitsPerByte(windows, gpt::tokenLosses);
    }

    private int[][] windows(int step, int micro) {
        BatchConfig batch = trial.train().batch();
        int[][] all = lane.batch(step, batch.windows() * batch.microBatches());
        return Arrays.copyOfRange(all, micro * batch.windows(), (micro + 1) * batch.windows());
    }
}
