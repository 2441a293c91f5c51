package io.tauspark.bench.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * Rounds, stage by stage: Spark hands weights and moments to all workers, each takes its steps alone, and the results are
 * added in stages, of which each begins when the one before it has ended as a whole.
 */
final class RoundSimulation {
    /** Weights, first and second moments. */
    private static final int ARRAYS = 3;

    /** Spark broadcasts in blocks of 4 MiB, which a worker passes on as soon as it has them. */
    private static final double BROADCAST_BLOCK = 4 << 20;

    private final Costs costs;
    private final int workers;

    RoundSimulation(Costs costs, int workers) {
        this.costs = costs;
        this.workers = workers;
    }

    /**
     * Takes rounds.
     *
     * @param steps of one round
     * @param microBatches of one worker and step
     * @return seconds per step
     */
    double secondsPerStep(int rounds, int steps, int microBatches, long seed) {
        StepVariation variation = new StepVariation(costs.variation(), seed);
        double seconds = 0;
        for (int round = 0; round < rounds; round++) {
            double slowest = 0;
            for (int worker = 0; worker < workers; worker++) {
                double own = 0;
                for (int step = 0; step < steps; step++) {
                    own += microBatches * costs.microBatch() * variation.factor() + costs.update();
                }
                slowest = Math.max(slowest, own);
            }
            seconds += slowest + meeting();
        }
        return seconds / rounds / steps;
    }

    /** Seconds of a round beside its steps. */
    double meeting() {
        double bytes = (double) ARRAYS * Float.BYTES * costs.parameters();
        double hops = Math.ceil(Math.log(workers) / Math.log(2));
        double broadcast = 2 * bytes * costs.roundByteTime()
                + bytes / costs.bandwidth()
                + hops * (BROADCAST_BLOCK / costs.bandwidth() + costs.latency());
        // The workers' results are written, and in the end one is read and taken in by the driver.
        double ends = 2 * bytes * costs.roundByteTime() + bytes / costs.bandwidth();
        double merging = 0;
        for (int merged : merges(workers)) {
            // As many are read as are merged, and one is written.
            merging += merged * bytes * Math.max(costs.roundByteTime(), 1 / costs.bandwidth())
                    + bytes * costs.roundByteTime();
        }
        return broadcast + ends + merging + (1 + merges(workers).size()) * costs.stage();
    }

    /**
     * The number of results that one task merges, stage by stage, as {@code treeAggregate} does at the depth of the
     * train job.
     */
    static List<Integer> merges(int workers) {
        int halvings = Integer.numberOfTrailingZeros(workers);
        int depth = halvings % 2 == 0 ? 2 : halvings;
        int scale = Math.max((int) Math.ceil(Math.pow(workers, 1.0 / depth)), 2);
        List<Integer> merges = new ArrayList<>();
        int partitions = workers;
        while (partitions > scale + Math.ceil((double) partitions / scale)) {
            partitions /= scale;
            merges.add(scale);
        }
        merges.add(partitions);
        return List.copyOf(merges);
    }
}
