package io.tauspark.train.rounds;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.store.Stopwatch;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.RateState;
import io.tauspark.train.rounds.RoundResult.WorkerRound;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.Replica;
import io.tauspark.train.worker.SentPlan;
import java.io.IOException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * One worker's round: it takes over the weights and the moments that all workers start from, takes its steps, and brings
 * back how far it came.
 *
 * <p>DiLoCo lets each worker keep its moments from round to round. Here they are averaged as the weights are, so that a
 * worker is nothing but its number: a task that is lost, run twice or moved gives the same result. That costs three times
 * the traffic of weights alone, once a round, and blends moments that belong to weights which have drifted apart; with
 * the rounds of up to some hundred steps that pay, most of what they hold stems from the round itself.
 */
final class RoundTask extends WorkerTask<SubtreeSums> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RoundStart> broadcast;
    private final long optimizerSteps;
    private final RateState rate;
    private final int streak;
    private final int from;
    private final int to;

    RoundTask(SentPlan plan, LongAccumulator beats, OuterState state, int to, Broadcast<RoundStart> broadcast) {
        super(plan, beats);
        this.broadcast = broadcast;
        this.optimizerSteps = state.run.progress().optimizerSteps();
        this.rate = state.run.rate();
        this.streak = state.streak;
        this.from = state.run.step();
        this.to = to;
    }

    @Override
    SubtreeSums work(int rank, Tokenizer tokenizer, NDManager manager, Heartbeat heartbeat) throws IOException {
        RoundStart begin = broadcast.value();
        try (Replica replica = new Replica(plan(), rank, tokenizer, manager)) {
            TauGpt gpt = replica.model();
            Optimizer optimizer = replica.optimizer();
            gpt.setParameters(begin.weights);
            gpt.setTau(begin.tau);
            optimizer.restore(optimizerSteps, begin.first, begin.second);
            heartbeat.phase(Phase.TRAINING);
            long start = System.nanoTime();
            LocalSteps steps = new LocalSteps(plan().config(), replica, rank, streak, (done, loss, now) -> {
                double seconds = Stopwatch.seconds(System.nanoTime() - start);
                // The others are taken to be as fast, and to run at the same time.
                double pace = (done - from) * plan().config().tokensPerStep() / seconds;
                heartbeat.step(done, loss, now, pace);
                beat();
            });
            WorkerRound told = steps.take(from, to, rate);
            RoundResult result = new RoundResult(
                    difference(begin.weights, gpt.parameters()),
                    optimizer.firstMoments(),
                    optimizer.secondMoments(),
                    steps.statistics(),
                    told);
            return SubtreeSums.of(plan().config().workers(), rank, result);
        }
    }

    private static float[] difference(float[] start, float[] end) {
        float[] delta = new float[start.length];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = start[i] - end[i];
        }
        return delta;
    }
}
