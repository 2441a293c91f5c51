package io.tauspark.bench.scale;

import io.tauspark.model.Blocks;
import io.tauspark.model.Partition;

/** Step times in closed form, to be held against the simulation. */
final class StepFormula {
    private StepFormula() {}

    /**
     * Seconds of a synchronous step: the slowest worker's computing, then what the busiest one sends and receives. Its
     * processor and its link work at the same time, so the slower of them counts.
     *
     * <p>The largest of W normal numbers lies about √(2 ln W) standard deviations above their mean.
     *
     * @param microBatches of one worker
     */
    static double sync(Costs costs, int workers, int microBatches) {
        double slowest = 1 + costs.variation() * Math.sqrt(2 * Math.log(workers));
        double compute = microBatches * costs.microBatch() * slowest;
        return compute + costs.copy() + costs.update() / workers + exchange(costs, workers);
    }

    /** Seconds of the exchanges of a step: reduce-scatter, one small message, all-gather. */
    static double exchange(Costs costs, int workers) {
        if (workers == 1) {
            return 0;
        }
        int[] bounds = new Partition(Blocks.even(costs.parameters()), workers).bounds();
        double all = (double) costs.parameters() * costs.width();
        double slice = 0;
        double frames = 0;
        for (int worker = 0; worker < workers; worker++) {
            double bytes = (double) (bounds[worker + 1] - bounds[worker]) * costs.width();
            slice = Math.max(slice, bytes);
            frames += Math.ceil(bytes / SyncProgram.FRAME_BYTES);
        }
        double own = Math.ceil(slice / SyncProgram.FRAME_BYTES);
        int peers = workers - 1;
        double link = Math.max(all - slice, slice * peers) / costs.bandwidth();
        double processor =
                (all - slice + slice * peers) * costs.byteTime() + (frames - own + own * peers) * costs.messageTime();
        double told = 2 * peers * costs.messageTime();
        return 2 * Math.max(link, processor) + told + 3 * costs.latency();
    }
}
