package io.tauspark.bench.recall;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.model.CacheSize;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.BatchConfig;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Trains one variant on a task and examines it. Only questions are learnt and scored; no sequence is seen twice, so that
 * nothing can be learnt by heart and the last parameters are examined.
 */
final class RecallTrial {
    /** Sequences that are answered at one time. */
    private static final int EXAMINED_AT_ONCE = 16;

    private final RecallTask task;
    private final Trial trial;
    private final TrainConfig train;
    private final RecallSequences trainingSequences;
    private final RecallSequences examination;
    private final int every;
    private final int examined;

    RecallTrial(RecallTask task, Trial trial, RecallConfig config) {
        this.task = task;
        this.trial = trial;
        this.train = trial.train();
        int vocabulary = config.vocabulary();
        int length = train.model().context();
        this.trainingSequences = new RecallSequences(task, vocabulary, length, train.seed(), "lesson");
        this.examination = new RecallSequences(task, vocabulary, length, train.seed(), "examination");
        this.every = config.examineEvery();
        this.examined = config.examineSequences();
    }

    /**
     * Trains on the calling thread.
     *
     * @param settings that the result depends on, for the result
     */
    RecallResult run(HeadLaplacians laplacians, JsonNode settings, Progress progress) {
        List<RecallResult.Point> curve = new ArrayList<>();
        try (NDManager manager = TorchEngine.open(1);
                Learner learner = new Learner(train, laplacians, manager)) {
            learner.model().calibrate(rows(sequences(0, 0), RecallSequence::inputs), 1);
            while (learner.steps() < train.steps()) {
                int step = learner.steps();
                learner.step((gpt, micro, into) -> gradient(gpt, sequences(step, micro), into));
                if (learner.steps() % every == 0) {
                    double success = examine(learner.model()).success();
                    learner.scored(1 - success);
                    curve.add(new RecallResult.Point(learner.tokens(), success));
                    progress.scored(learner, String.format(Locale.ROOT, "success %.3f", success));
                }
            }
            return new RecallResult(
                    task,
                    trial.variant(),
                    train.seed(),
                    settings,
                    learner.model().layout().size(),
                    past(train.model()),
                    learner.tokens(),
                    learner.tokensPerSecond(),
                    examine(learner.model()).classes(),
                    curve);
        }
    }

    /** Bytes that generation keeps of a window. */
    static long past(ModelConfig model) {
        CacheSize size = CacheSize.of(model);
        return size.perToken() * model.context() + size.constant();
    }

    private Examination examine(TauGpt gpt) {
        Examination result = new Examination(examination.distances());
        for (int from = 0; from < examined; from += EXAMINED_AT_ONCE) {
            RecallSequence[] asked = examination.batch(from, Math.min(EXAMINED_AT_ONCE, examined - from));
            int[][] answers = gpt.likeliest(rows(asked, RecallSequence::inputs), 1);
            for (int i = 0; i < asked.length; i++) {
                result.mark(asked[i], answers[i]);
            }
        }
        return result;
    }

    private RecallSequence[] sequences(int step, int micro) {
        BatchConfig batch = train.batch();
        long number = (long) step * batch.microBatches() + micro;
        return trainingSequences.batch(number * batch.windows(), batch.windows());
    }

    static MicroBatch gradient(TauGpt gpt, RecallSequence[] sequences, float[] into) {
        return gpt.gradient(rows(sequences, RecallSequence::inputs), rows(sequences, RecallSequence::targets), into);
    }

    static int[][] rows(RecallSequence[] sequences, Function<RecallSequence, int[]> part) {
        return Arrays.stream(sequences).map(part).toArray(int[][]::new);
    }
}
