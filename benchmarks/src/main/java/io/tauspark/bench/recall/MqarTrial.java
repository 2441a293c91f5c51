package io.tauspark.bench.recall;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.bench.recall.MqarResult.Marks;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.BatchConfig;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Trains one variant on multi-query associative recall at one rate, and tests it on sizes that it has not learnt from too.
 * Steps take the sizes of lessons in turns, as many tokens of each. No sequence is seen twice.
 */
final class MqarTrial {
    /** Tokens that are answered at one time, or a single sequence. */
    private static final int EXAMINED_AT_ONCE = 4096;

    private final MqarForm form;
    private final MqarConfig config;
    private final Trial trial;
    private final TrainConfig train;

    MqarTrial(MqarForm form, MqarConfig config, Trial trial) {
        this.form = form;
        this.config = config;
        this.trial = trial;
        this.train = trial.train();
    }

    /**
     * Trains on the calling thread.
     *
     * @param settings that the result depends on, for the result
     */
    MqarResult run(HeadLaplacians laplacians, JsonNode settings, Progress progress) {
        List<RecallResult.Point> curve = new ArrayList<>();
        try (NDManager manager = TorchEngine.open(1);
                Learner learner = new Learner(train, laplacians, manager)) {
            learner.model().calibrate(RecallTrial.rows(lesson(0, 0), RecallSequence::inputs), form.parts());
            while (learner.steps() < train.steps()) {
                int step = learner.steps();
                learner.step((gpt, micro, into) -> RecallTrial.gradient(gpt, lesson(step, micro), into));
                if (learner.steps() % config.examineEvery() == 0 || learner.steps() == train.steps()) {
                    double success = success(examine(learner.model(), config.lessons(), "examination", null));
                    learner.scored(1 - success);
                    curve.add(new RecallResult.Point(learner.tokens(), success));
                    progress.scored(learner, String.format(Locale.ROOT, "success %.3f", success));
                }
            }
            int longest =
                    config.papers().stream().mapToInt(MqarPaper::tokens).max().orElseThrow();
            Examination byDistance = new Examination(new Distances(longest - 1));
            List<Marks> papers = examine(learner.model(), config.papers(), "test", byDistance);
            return new MqarResult(
                    form,
                    trial.variant(),
                    train.seed(),
                    train.rate().peak(),
                    settings,
                    learner.model().layout().size(),
                    RecallTrial.past(train.model()),
                    learner.tokens(),
                    learner.tokensPerSecond(),
                    papers,
                    byDistance.classes(),
                    curve);
        }
    }

    private RecallSequence[] lesson(int step, int micro) {
        BatchConfig batch = train.batch();
        List<MqarPaper> lessons = config.lessons();
        MqarPaper lesson = lessons.get(step % lessons.size());
        int windows = Math.max(1, batch.windows() * train.model().context() / lesson.tokens());
        long number = ((long) step * batch.microBatches() + micro) * windows;
        return new MqarSequences(form, config.vocabulary(), lesson, train.seed(), "lesson").batch(number, windows);
    }

    private List<Marks> examine(TauGpt gpt, List<MqarPaper> sizes, String purpose, @Nullable Examination byDistance) {
        List<Marks> all = new ArrayList<>();
        for (MqarPaper size : sizes) {
            MqarSequences sequences = new MqarSequences(form, config.vocabulary(), size, train.seed(), purpose);
            int atOnce = Math.max(1, EXAMINED_AT_ONCE / size.tokens());
            Examination bySize = new Examination(new Distances(size.tokens() - 1));
            for (int from = 0; from < config.examineSequences(); from += atOnce) {
                RecallSequence[] some = sequences.batch(from, Math.min(atOnce, config.examineSequences() - from));
                int[][] answers = gpt.likeliest(RecallTrial.rows(some, RecallSequence::inputs), form.parts());
                for (int i = 0; i < some.length; i++) {
                    bySize.mark(some[i], answers[i]);
                    if (byDistance != null) {
                        byDistance.mark(some[i], answers[i]);
                    }
                }
            }
            all.add(new Marks(size.tokens(), size.pairs(), bySize.questions(), bySize.rightAnswers()));
        }
        return all;
    }

    private static double success(List<Marks> marks) {
        return marks.stream()
                .mapToDouble(one -> (double) one.answered() / one.asked())
                .average()
                .orElse(0);
    }
}
