package io.tauspark.train;

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

    RoundLog(TrainConfig config, Consumer<String> lines) {
        this.config = config;
        this.lines = lines;
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
     * not skip the step; λ is told with the last line of a round.
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
                        step == lastLogged ? Metrics.layers(RoundTask.heads(result.heads), result.lambda) : List.of()));
                state.run = run.logged();
            }
        }
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
