package io.tauspark.train.state;

import ai.djl.ndarray.NDManager;
import io.tauspark.memory.Laplacian;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.tokens.TokenizerSource;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.Standstill;
import io.tauspark.train.state.RunState.Interval;
import io.tauspark.train.state.RunState.Losses;
import io.tauspark.train.state.RunState.Progress;
import io.tauspark.train.state.RunState.Scoring;
import io.tauspark.train.state.RunState.Scorings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What the checkpoints of a run hold, made up from a number. */
final class SavedRun {
    private static final int FEATURES = 2;
    private static final ModelConfig MODEL = new ModelConfig(
            256,
            true,
            1,
            4,
            2,
            8,
            0,
            15,
            List.of(List.of(AttentionKind.TAU)),
            new HeadCounts(2, 2, 2, 2, 2),
            1,
            KeyWeight.LEARNED,
            new LambdaConfig(Regime.KRON, false, null, null, 8, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE),
            PastConfig.PLAIN,
            ShortcutConfig.NONE,
            MemoryConfig.PLAIN);

    /** Making one takes longer than saving it. */
    private static final Map<Integer, TrainedModel> MODELS = new ConcurrentHashMap<>();

    private SavedRun() {}

    static RunState state(int step, int skipped) {
        return state(step, skipped, Scorings.NONE);
    }

    /** The state of a run that has kept the model of its best scoring. */
    static RunState state(int step, int best, double loss) {
        return state(step, 0, new Scorings(Standstill.NONE, new Scoring(best, loss)));
    }

    private static RunState state(int step, int skipped, Scorings scorings) {
        return new RunState(
                new Progress(step, step + 5L, step - skipped, skipped, 1),
                17,
                new RateState(3.3 / step, 2, 0.7),
                new Interval(0.1 * step, 3),
                new Losses(4.2 / step, null, null),
                step * 2L,
                scorings);
    }

    static TrainedModel model(int step) {
        return MODELS.computeIfAbsent(step, SavedRun::made);
    }

    private static TrainedModel made(int step) {
        Laplacian path = Laplacian.of(
                FEATURES * 2,
                new int[] {0, 0, 1, 1, 1, 2, 2, 2, 3, 3},
                new int[] {0, 1, 0, 1, 2, 1, 2, 3, 2, 3},
                new double[] {1, -1, -1, 2, -1, -1, 2, -1, -1, 1});
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = new TauGpt(MODEL, HeadLaplacians.of(path, MODEL), manager)) {
            gpt.initialise(step);
            gpt.setTau(new float[] {step, 1.5f});
            return TrainedModel.of(gpt, TokenizerSource.bytes(), null);
        }
    }

    static Map<String, float[]> optimizer(int step, int size) {
        return Map.of("first", values(step, size), "second", values(-step, size));
    }

    private static float[] values(int seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
