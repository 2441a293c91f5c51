package io.tauspark.train.rounds;

import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.state.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The progress of a run by a round: where it stands after it, and what there is to tell of its steps.
 *
 * @param run state after the last step
 * @param logged steps that end with a line, in order
 * @param loggedCounts counts of λ since the line before the round up to the last logged step; empty for none
 * @param counts of λ since the last line; empty for none
 */
record RoundProgress(RunState run, List<LoggedStep> logged, long[] loggedCounts, long[] counts) {
    /**
     * Takes in a round, whose steps begin where the state stands.
     *
     * @param to steps done at its end
     */
    static RoundProgress of(OuterState state, int to, RoundResult result, TrainConfig config) {
        RunState run = state.run;
        int from = run.step();
        List<LoggedStep> logged = new ArrayList<>();
        for (int step = from; step < to; step++) {
            int index = step - from;
            double[] losses = known(result.workers().stream().mapToDouble(worker -> worker.losses[index]));
            double[] norms = known(result.workers().stream().mapToDouble(worker -> worker.norms[index]));
            int skippers = result.workers().size() - losses.length;
            run = losses.length == 0 ? run.passedOver() : run.takenByOthers(mean(losses), skippers);
            if (LoggedStep.isDue(config, step)) {
                double rate = config.rate().at(step, config.steps(), run.rate());
                logged.add(new LoggedStep(step + 1, run.interval().meanLoss(), rate, mean(norms)));
                run = run.logged();
            }
        }
        long[] loggedCounts = RoundStatistics.added(state.counts, result.statistics.counts());
        long[] rest = result.statistics.rest();
        long[] counts = logged.isEmpty() ? RoundStatistics.added(loggedCounts, rest) : rest;
        return new RoundProgress(run, List.copyOf(logged), loggedCounts, counts);
    }

    /** Those of workers that did not skip the step. */
    private static double[] known(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
