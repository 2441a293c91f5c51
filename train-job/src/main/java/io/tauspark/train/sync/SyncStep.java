package io.tauspark.train.sync;

import io.tauspark.exchange.GradientExchange;
import io.tauspark.exchange.WireType;
import io.tauspark.model.Observation;
import io.tauspark.model.Partition;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.store.Stopwatch;
import io.tauspark.train.worker.Guard;
import io.tauspark.train.worker.Payload;
import io.tauspark.train.worker.Replica;
import java.util.Arrays;
import java.util.Optional;

/**
 * One step of all workers: each adds up the gradients of its share of the parameters, moves that share, and hands it to
 * the others. The moments of the optimizer exist once, spread over the workers.
 */
final class SyncStep {

    private final Replica replica;
    private final GradientExchange exchange;
    private final WireType wire;
    private final Guard guard;
    private final SyncStatistics statistics;
    private final int[] bounds;
    private final int from;
    private final int to;
    private final boolean alone;
    private long exchangeNanos;

    /**
     * The outcome of a step, the same for all workers.
     *
     * @param loss mean over all micro-batches, nats per token
     * @param losses of every micro-batch
     * @param norm of the mean gradient before clipping
     * @param objection why the step was skipped; empty if it was taken
     */
    record Outcome(double loss, double[] losses, double norm, Optional<String> objection) {}

    SyncStep(Replica replica, GradientExchange exchange, WireType wire, Guard guard, SyncStatistics statistics) {
        Partition partition = replica.partition();
        this.replica = replica;
        this.exchange = exchange;
        this.wire = wire;
        this.guard = guard;
        this.statistics = statistics;
        this.bounds = partition.bounds();
        this.from = bounds[exchange.rank()];
        this.to = bounds[exchange.rank() + 1];
        // A narrow wire rounds what one worker would keep too: results do not depend on their number.
        this.alone = exchange.size() == 1 && wire == WireType.FLOAT32;
    }

    /**
     * Computes, exchanges and moves.
     *
     * @param position which batch, counted from the start of the run
     * @param rate learning rate
     * @param logged whether a line of metrics follows
     */
    Outcome run(long position, double rate, boolean logged) {
        replica.gradient(position, Observation.of(logged));
        if (!alone) {
            float[] gradient = replica.sum();
            long start = System.nanoTime();
            exchange.reduceScatter(gradient, bounds, wire);
            exchangeNanos += System.nanoTime() - start;
        }
        Outcome outcome = judged(replica.squares());
        boolean taken = outcome.objection().isEmpty();
        statistics.step(taken, logged);
        if (taken) {
            move(outcome.norm(), rate);
        }
        replica.release();
        return outcome;
    }

    /** Seconds spent on exchanges since the last call. */
    double takeExchangeSeconds() {
        double seconds = Stopwatch.seconds(exchangeNanos);
        exchangeNanos = 0;
        return seconds;
    }

    /** Losses and squares of all workers in one message each; they come in the order of micro-batches and of blocks. */
    private Outcome judged(double[] squares) {
        double[] mine = replica.losses();
        int count = mine.length;
        long start = System.nanoTime();
        byte[][] all = exchange.gather(Payload.of(Payload.concatenated(mine, squares)));
        exchangeNanos += System.nanoTime() - start;
        double[][] told = Arrays.stream(all).map(Payload::doubles).toArray(double[][]::new);
        double[] losses = Arrays.stream(told)
                .flatMapToDouble(worker -> Arrays.stream(worker, 0, count))
                .toArray();
        double norm = Optimizer.norm(Arrays.stream(told)
                .flatMapToDouble(worker -> Arrays.stream(worker, count, worker.length))
                .toArray());
        double loss = Arrays.stream(losses).average().orElseThrow();
        return new Outcome(loss, losses, norm, guard.objection(losses, norm));
    }

    /** The gradient's array is free once the step is taken, and carries the parameters then. */
    private void move(double norm, double rate) {
        if (alone) {
            replica.step(norm, rate);
            return;
        }
        float[] array = replica.sum();
        if (wire == WireType.FLOAT32) {
            replica.step(norm, rate);
            replica.model().readParameters(from, to, array);
            share(array);
            replica.model().setParameters(array);
        } else {
            float[] before = replica.spareArray();
            replica.model().readParameters(0, before.length, before);
            replica.step(norm, rate);
            replica.model().readParameters(from, to, array);
            for (int i = from; i < to; i++) {
                array[i] -= before[i];
            }
            share(array);
            // Rounded changes are what everybody adds, their owner too, so that all replicas stay equal.
            for (int i = 0; i < before.length; i++) {
                before[i] += array[i];
            }
            replica.model().setParameters(before);
            replica.giveBack(before);
        }
    }

    private void share(float[] array) {
        long start = System.nanoTime();
        exchange.allGather(array, bounds, wire);
        exchangeNanos += System.nanoTime() - start;
    }
}
