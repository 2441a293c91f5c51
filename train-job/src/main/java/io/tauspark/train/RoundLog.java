package io.tauspark.train;

import io.tauspark.model.AttentionSums;
import io.tauspark.model.HeadGradients;
import io.tauspark.model.QueryHead;
import io.tauspark.store.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/** Writes the lines of the metric log that a round has to give, after it. */
final class RoundLog {
    private final TrainConfig config;
    private final Consumer<String> lines;
    private final List<QueryHead> heads;
    private final HeadGradients gradients;

    /**
     * Prepares a log.
     *
     * @param features of the memory
     */
    RoundLog(TrainConfig config, int features, Consumer<String> lines) {
        this.config = config;
        this.lines = lines;
        this.heads = QueryHead.of(config.model(), features);
        this.gradients = new HeadGradients(heads);
    }

    /** Whether a step, counted from 0, ends with a line. */
    private static boolean logged(TrainConfig config, int step) {
        int done = step + 1;
        return done % config.logEvery() == 0 || done == config.steps() || step == 0;
    }

    /** The last of some steps that ends with a line, or -1. */
    static int lastLogged(TrainConfig config, int from, int to) {
        for (int step = to - 1; step >= from; step--) {
            if (logged(config, step)) {
                return step;
            }
        }
        return -1;
    }

    /**
     * Takes in a round, whose steps begin where the state stands. Losses and norms are means over the workers that did
     * not skip the step; attention is told with the last line of a round.
     *
     * @param seconds that the round took as a whole
     */
    void round(OuterState state, int to, RoundResult result, double seconds) {
        int from = state.run.step();
        int count = to - from;
        double local = result.workers().stream()
                .mapToDouble(worker -> worker.seconds)
                .max()
                .orElse(0);
        double mean = result.workers().stream()
                .mapToDouble(worker -> worker.seconds)
                .average()
                .orElse(0);
        int lastLogged = lastLogged(config, from, to);
        state.counts = RoundStatistics.added(state.counts, result.statistics.counts());
        for (int step = from; step < to; step++) {
            int index = step - from;
            double[] losses = known(result.workers().stream().mapToDouble(worker -> worker.losses[index]));
            double[] norms = known(result.workers().stream().mapToDouble(worker -> worker.norms[index]));
            int skippers = result.workers().size() - losses.length;
            state.run = losses.length == 0 ? state.run.passedOver() : state.run.takenByOthers(mean(losses), skippers);
            if (logged(config, step)) {
                RunState run = state.run;
                write(Metrics.training(
                        step + 1,
                        run.intervalSteps() == 0 ? null : Double.valueOf(run.lossSum() / run.intervalSteps()),
                        config.rate().at(step, config.steps(), run.rate()),
                        mean(norms),
                        (step + 1) * config.tokensPerStep(),
                        count * config.tokensPerStep() / seconds,
                        Math.max(0, seconds - local) / count,
                        (local - mean) / count,
                        AttentionSums.visibleKeys(config.model().context()),
                        step == lastLogged ? attention(state, result.statistics).layers() : List.of()));
                state.run = run.logged();
            }
        }
        state.counts = lastLogged < 0
                ? RoundStatistics.added(state.counts, result.statistics.rest())
                : result.statistics.rest();
    }

    /** λ since the last such line, and what the workers saw that took the last logged step; norms are a mean square. */
    private AttentionStatistics attention(OuterState state, RoundStatistics found) {
        double[] squares = found.gradients().length == 0
                ? new double[0]
                : Arrays.stream(found.gradients(), 1, found.gradients().length)
                        .map(sum -> sum / found.gradients()[0])
                        .toArray();
        return new AttentionStatistics(
                heads,
                state.counts,
                AttentionSums.added(List.of(found.attention()), heads.size()),
                gradients.norms(squares),
                found.temperatures(),
                state.tau);
    }

    /** Takes in a scoring. */
    void validation(OuterState state, ValidationScore score, ValidationSet set) {
        double loss = score.loss();
        write(Metrics.validation(state.run.step(), score, set.targets(), set.bytes()));
        state.run = state.run.scored(loss, config.rate().after(state.run.rate(), loss));
    }

    private void write(Map<String, Object> line) {
        lines.accept(Json.line(line));
    }

    /** Those of workers that did not skip the step. */
    private static double[] known(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
