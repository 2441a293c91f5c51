package io.tauspark.train.data;

import java.util.stream.IntStream;

/**
 * The plan of which shards feed which micro-batch, and which worker computes it. The shards are dealt to lanes; a lane
 * serves the same number of neighbouring micro-batches in every step. All of it but the workers' shares follows from
 * the numbers of shards and micro-batches, so what a step learns from does not depend on the number of workers.
 *
 * @param shards training shards, at least one
 * @param microBatches of a step, a power of two
 * @param workers a power of two, at most the number of micro-batches
 */
public record LanePlan(int shards, int microBatches, int workers) {

    /** One lane per micro-batch, or as many as there are shards for: a power of two. */
    public int lanes() {
        return Math.min(microBatches, Integer.highestOneBit(shards));
    }

    /** The shards of a lane. */
    public int[] shardsOf(int lane) {
        return IntStream.iterate(lane, shard -> shard < shards, shard -> shard + lanes())
                .toArray();
    }

    /** The micro-batches of a worker: neighbours, so that its sum is a subtree of the whole sum. */
    public int[] microBatchesOf(int rank) {
        int each = microBatches / workers;
        return IntStream.range(rank * each, (rank + 1) * each).toArray();
    }

    /** The lanes that feed a worker, neighbours too; where workers outnumber lanes, several have the same one. */
    public int[] lanesOf(int rank) {
        return IntStream.of(microBatchesOf(rank)).map(this::laneOf).distinct().toArray();
    }

    /** The lane that feeds a micro-batch. */
    public int laneOf(int microBatch) {
        return microBatch / microBatchesPerLane();
    }

    /**
     * The number of the batch of its lane that a micro-batch of a global batch is, both counted from the start of the
     * run.
     */
    public long batchOf(long position, int microBatch) {
        return position * microBatchesPerLane() + microBatch % microBatchesPerLane();
    }

    /** Whether a worker is the first of those that its lanes feed, so that each lane has one who answers for it. */
    public boolean answersForItsLanes(int rank) {
        return microBatchesOf(rank)[0] % microBatchesPerLane() == 0;
    }

    private int microBatchesPerLane() {
        return microBatches / lanes();
    }
}
