package io.tauspark.bench.scale;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Synchronous steps, message by message. A worker computes, then sends and receives in the order of its
 * {@link SyncProgram} and waits where a message is not there yet. Each message takes time of both processors, and of the
 * sender's and the receiver's link, which carry one message after the other.
 */
final class SyncSimulation {
    private final Costs costs;
    private final int workers;
    private final SyncProgram program;
    private final int[][] orders;
    private final int[] positions;
    private final int[] awaited;
    private final double[] clocks;
    private final double[] outFree;
    private final double[] inFree;
    private final double[] arrived;
    private final ArrivalQueue underWay = new ArrivalQueue();

    SyncSimulation(Costs costs, int workers) {
        this.costs = costs;
        this.workers = workers;
        this.program = new SyncProgram(costs.parameters(), workers, costs.width());
        this.orders = IntStream.range(0, workers).mapToObj(program::orders).toArray(int[][]::new);
        this.positions = new int[workers];
        this.awaited = new int[workers];
        this.clocks = new double[workers];
        this.outFree = new double[workers];
        this.inFree = new double[workers];
        this.arrived = new double[program.messages()];
    }

    /**
     * Takes steps, one right after the other.
     *
     * @param microBatches of one worker
     * @return seconds per step
     */
    double secondsPerStep(int steps, int microBatches, long seed) {
        for (double[] times : new double[][] {clocks, outFree, inFree}) {
            Arrays.fill(times, 0);
        }
        StepVariation variation = new StepVariation(costs.variation(), seed);
        for (int step = 0; step < steps; step++) {
            for (int worker = 0; worker < workers; worker++) {
                clocks[worker] += microBatches * costs.microBatch() * variation.factor() + costs.copy();
            }
            exchange();
        }
        return Arrays.stream(clocks).max().orElseThrow() / steps;
    }

    private void exchange() {
        Arrays.fill(positions, 0);
        Arrays.fill(awaited, -1);
        Arrays.fill(arrived, Double.NaN);
        for (int worker = 0; worker < workers; worker++) {
            advance(worker);
        }
        while (!underWay.isEmpty()) {
            double time = underWay.firstTime();
            int message = underWay.remove();
            int to = program.receiver(message);
            inFree[to] = Math.max(inFree[to], time) + program.bytes(message) / costs.bandwidth();
            arrived[message] = inFree[to];
            if (awaited[to] == message) {
                awaited[to] = -1;
                advance(to);
            }
        }
        for (int worker = 0; worker < workers; worker++) {
            if (positions[worker] < orders[worker].length) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT, "worker %d waits for message %d, which nobody sends", worker, awaited[worker]));
            }
        }
    }

    /** Lets a worker go on until it has to wait. */
    private void advance(int worker) {
        int[] own = orders[worker];
        while (positions[worker] < own.length) {
            int what = own[positions[worker]];
            if (what == SyncProgram.UPDATE) {
                clocks[worker] += costs.update() / workers;
            } else if (what < 0) {
                send(worker, ~what);
            } else if (Double.isNaN(arrived[what])) {
                awaited[worker] = what;
                return;
            } else {
                clocks[worker] = Math.max(clocks[worker], arrived[what]) + processor(what);
            }
            positions[worker]++;
        }
    }

    /** A message begins to arrive before its end has been sent. */
    private void send(int worker, int message) {
        clocks[worker] += processor(message);
        double start = Math.max(clocks[worker], outFree[worker]);
        outFree[worker] = start + program.bytes(message) / costs.bandwidth();
        underWay.add(start + costs.latency(), message);
    }

    private double processor(int message) {
        return costs.messageTime() + program.bytes(message) * costs.byteTime();
    }
}
