package io.tauspark.train.rounds;

import io.tauspark.model.Observation;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.store.Stopwatch;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.rounds.RoundResult.WorkerRound;
import io.tauspark.train.worker.Guard;
import io.tauspark.train.worker.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One worker's steps of one round, on its share of the batch of every step: each follows the mean gradient of its own
 * micro-batches alone, and is skipped if the guard objects.
 */
final class LocalSteps {

    private final TrainConfig config;
    private final Replica replica;
    private final int rank;
    private final int[] microBatches;
    private final Guard guard;
    private final Listener listener;
    private final List<String> skipped = new ArrayList<>();
    private final LocalStatistics statistics;

    /** A listener to each step. */
    interface Listener {
        /**
         * A step is done.
         *
         * @param done steps that are done
         * @param loss of this one, nats per token
         * @param rate its learning rate
         */
        void step(int done, double loss, double rate);
    }

    /**
     * Prepares steps.
     *
     * @param streak steps skipped in a row before these
     * @param listener told of each step
     */
    LocalSteps(TrainConfig config, Replica replica, int rank, int streak, Listener listener) {
        this.config = config;
        this.replica = replica;
        this.rank = rank;
        this.microBatches = replica.microBatches();
        this.guard = new Guard(config.guard(), streak);
        this.listener = listener;
        this.statistics = new LocalStatistics(replica);
    }

    /**
     * Takes the steps from one number to before another. Ends early once too many in a row were skipped: the training
     * is given up then.
     */
    WorkerRound take(int from, int to, RateState rate) {
        double[] losses = new double[to - from];
        double[] norms = new double[to - from];
        Arrays.fill(losses, Double.NaN);
        Arrays.fill(norms, Double.NaN);
        int lastLogged = LoggedStep.last(config, from, to);
        long start = System.nanoTime();
        for (int step = from; step < to && !guard.isLost(); step++) {
            boolean logged = step == lastLogged;
            replica.gradient(step, Observation.of(logged));
            double stepRate = config.rate().at(step, config.steps(), rate);
            double norm = Optimizer.norm(replica.squares());
            double loss = Arrays.stream(replica.losses()).average().orElse(Double.NaN);
            Optional<String> objection = guard.objection(lossesOfBatch(), norm);
            statistics.step(objection.isEmpty(), logged);
            if (objection.isPresent()) {
                skipped.add(String.format(
                        Locale.ROOT,
                        "step %d of worker %d, micro-batches %s: %s",
                        step + 1,
                        rank,
                        Arrays.toString(microBatches),
                        objection.get()));
            } else {
                replica.step(norm, stepRate);
                losses[step - from] = loss;
                norms[step - from] = norm;
            }
            replica.release();
            listener.step(step + 1, loss, stepRate);
        }
        return new WorkerRound(
                Stopwatch.seconds(System.nanoTime() - start),
                losses,
                norms,
                skipped.toArray(String[]::new),
                guard.isLost(),
                guard.streak());
    }

    /** Losses under the numbers that their micro-batches have in the batch; 0 for those of other workers. */
    private double[] lossesOfBatch() {
        double[] all = new double[config.batch().microBatches()];
        System.arraycopy(replica.losses(), 0, all, microBatches[0], microBatches.length);
        return all;
    }

    /** The statistics of attention in the steps. */
    RoundStatistics statistics() {
        return statistics.result();
    }
}
