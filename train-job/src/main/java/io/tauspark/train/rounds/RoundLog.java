package io.tauspark.train.rounds;

import io.tauspark.model.AttentionSums;
import io.tauspark.model.QueryHead;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.run.MetricLine;
import io.tauspark.run.TrainingLine;
import io.tauspark.run.ValidationLine;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.worker.AttentionStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Writes the lines of the metric log that a round has to give, after it. */
final class RoundLog {
    private final TrainConfig config;
    private final Consumer<MetricLine> lines;
    private final List<QueryHead> heads;
    private final HeadGradients gradients;

    /**
     * Prepares a log.
     *
     * @param features of the memory
     */
    RoundLog(TrainConfig config, int features, Consumer<MetricLine> lines) {
        this.config = config;
        this.lines = lines;
        this.heads = QueryHead.of(config.model(), features);
        this.gradients = new HeadGradients(heads);
    }

    /**
     * Writes the lines of a round. Attention is told with the last one.
     *
     * @param progress that the round made
     * @param tau of the round
     * @param steps of the round
     * @param seconds that it took as a whole
     */
    void round(RoundProgress progress, RoundResult result, float[] tau, int steps, double seconds) {
        double local = result.workers().stream()
                .mapToDouble(worker -> worker.seconds)
                .max()
                .orElse(0);
        double mean = result.workers().stream()
                .mapToDouble(worker -> worker.seconds)
                .average()
                .orElse(0);
        List<LoggedStep> logged = progress.logged();
        for (int i = 0; i < logged.size(); i++) {
            LoggedStep step = logged.get(i);
            boolean last = i == logged.size() - 1;
            lines.accept(new TrainingLine(
                    step.done(),
                    step.loss(),
                    step.rate(),
                    step.norm(),
                    step.done() * config.tokensPerStep(),
                    steps * config.tokensPerStep() / seconds,
                    Math.max(0, seconds - local) / steps,
                    (local - mean) / steps,
                    AttentionSums.visibleKeys(config.model().context()),
                    last
                            ? attention(progress.loggedCounts(), result.statistics, tau)
                                    .layers()
                            : List.of()));
        }
    }

    /** λ since the last such line, and what the workers saw that took the last logged step; norms are a mean square. */
    private AttentionStatistics attention(long[] counts, RoundStatistics found, float[] tau) {
        double[] squares = found.gradients().length == 0
                ? new double[0]
                : Arrays.stream(found.gradients(), 1, found.gradients().length)
                        .map(sum -> sum / found.gradients()[0])
                        .toArray();
        return new AttentionStatistics(
                heads,
                config.model().context(),
                counts,
                AttentionSums.added(List.of(found.attention()), heads.size()),
                gradients.norms(squares),
                found.temperatures(),
                tau);
    }

    /** Writes the line of a scoring after so many steps. */
    void validation(int step, ValidationSet.Score score, ValidationSet set) {
        lines.accept(ValidationLine.of(step, score.loss(), score.error(), set.targets(), set.bytes()));
    }
}
