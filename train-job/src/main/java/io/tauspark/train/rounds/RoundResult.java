package io.tauspark.train.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The result that a worker brings back from a round, or that several workers bring back together: weights and moments
 * are summed, what is told of each worker stands in the order of their ranks. A plain class, because Spark's Kryo
 * cannot carry records.
 */
final class RoundResult implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Weights at the start of the round less those at its end, in the order of the layout; summed. */
    final float[] delta;
    /** First moments of AdamW at the end; summed. */
    final float[] first;
    /** Second moments of AdamW at the end; summed. */
    final float[] second;
    /** Their observations of attention; summed. */
    final RoundStatistics statistics;
    /** The report of each worker on itself. */
    private final List<WorkerRound> workers = new ArrayList<>();

    RoundResult(float[] delta, float[] first, float[] second, RoundStatistics statistics, WorkerRound worker) {
        this.delta = delta;
        this.first = first;
        this.second = second;
        this.statistics = statistics;
        this.workers.add(worker);
    }

    /** The report of one worker on its round. */
    static final class WorkerRound implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Seconds that it spent on its steps. */
        final double seconds;
        /** Mean loss of each step, nats per token; NaN where the step was skipped. */
        final double[] losses;
        /** Norm of the mean gradient of each step, before clipping; NaN where the step was skipped. */
        final double[] norms;
        /** The steps that were skipped, as texts that name step, batch and loss. */
        final String[] skipped;
        /** Whether it gave up because it had skipped too many steps in a row. */
        final boolean lost;
        /** Number of steps in a row that it had skipped when it ended. */
        final int streak;

        WorkerRound(double seconds, double[] losses, double[] norms, String[] skipped, boolean lost, int streak) {
            this.seconds = seconds;
            this.losses = losses;
            this.norms = norms;
            this.skipped = skipped;
            this.lost = lost;
            this.streak = streak;
        }
    }

    /** Adds the results of the workers that follow in rank. */
    void addRight(RoundResult right) {
        add(delta, right.delta);
        add(first, right.first);
        add(second, right.second);
        statistics.addRight(right.statistics);
        workers.addAll(right.workers);
    }

    /** The report of each worker, in the order of their ranks. */
    List<WorkerRound> workers() {
        return workers;
    }

    private static void add(float[] sum, float[] term) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += term[i];
        }
    }
}
