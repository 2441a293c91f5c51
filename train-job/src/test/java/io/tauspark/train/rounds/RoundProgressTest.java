package io.tauspark.train.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.train.TrainJob;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.rounds.RoundResult.WorkerRound;
import io.tauspark.train.state.RunState;
import io.tauspark.train.state.RunState.Progress;
import org.junit.jupiter.api.Test;

class RoundProgressTest {
    private static final double SKIPPED = Double.NaN;

    private static TrainConfig config(int logEvery) {
        return TrainJob.configure("data=d", "memory=m", "output=o", "steps=10", "log.every=" + logEvery);
    }

    private static OuterState state(RunState run, long... counts) {
        OuterState state = new OuterState(run, new float[1], new float[1]);
        state.counts = counts;
        return state;
    }

    private static RoundResult worker(long[] counts, long[] rest, double... losses) {
        double[] norms = new double[losses.length];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = 10 * losses[i];
        }
        return new RoundResult(
                new float[1],
                new float[1],
                new float[1],
                new RoundStatistics(counts, rest, new double[0], new double[0], new double[0]),
                new WorkerRound(1, losses, norms, new String[0], false, 0));
    }

    @Test
    void lossesAreMeansOverTheWorkersThatTookAStep() {
        TrainConfig config = config(2);
        RoundResult result = worker(new long[] {1, 2}, new long[] {5, 0}, 4, 3, SKIPPED, SKIPPED);
        result.addRight(worker(new long[] {1, 1}, new long[] {0, 0}, 2, SKIPPED, SKIPPED, 1));
        OuterState state = state(RunState.start(7), 1, 0);
        RoundProgress progress = RoundProgress.of(state, 4, result, config);
        assertThat(progress.logged())
                .containsExactly(
                        new LoggedStep(1, 3.0, rate(config, 0), 30),
                        new LoggedStep(2, 3.0, rate(config, 1), 30),
                        new LoggedStep(4, 1.0, rate(config, 3), 10));
        assertThat(progress.run().progress()).isEqualTo(new Progress(4, 4, 3, 3, 0));
        assertThat(progress.run().losses().train()).isEqualTo(1);
        assertThat(progress.run().lines()).isEqualTo(3);
        assertThat(progress.loggedCounts()).containsExactly(3, 3);
        assertThat(progress.counts()).containsExactly(5, 0);
        assertThat(state.run).isEqualTo(RunState.start(7));
        assertThat(state.counts).containsExactly(1, 0);
    }

    @Test
    void aRoundWithoutALineAddsToWhatIsUntold() {
        RunState begun = RunState.start(7).taken(3).logged();
        RoundResult result = worker(new long[0], new long[] {5, 0}, 4, SKIPPED);
        RoundProgress progress = RoundProgress.of(state(begun, 1, 1), 3, result, config(100));
        assertThat(progress.logged()).isEmpty();
        assertThat(progress.run()).isEqualTo(begun.taken(4).passedOver());
        assertThat(progress.counts()).containsExactly(6, 1);
    }

    private static double rate(TrainConfig config, int step) {
        return config.rate().at(step, config.steps(), RateState.START);
    }
}
