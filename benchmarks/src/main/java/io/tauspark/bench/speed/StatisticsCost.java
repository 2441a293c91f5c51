package io.tauspark.bench.speed;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.Observation;
import io.tauspark.model.torch.LambdaCounts;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.TrainConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times steps of one model that differ in what they observe of attention, in turns and in one process, so that whatever
 * slows the machine for a while slows all of them. Each number is the least time of its steps: other programs only ever
 * add to a time, and often more than the differences of interest. With one thread it is the time that this thread spent on
 * a processor, else, and where the system does not tell, the time that passed.
 *
 * @param plain milliseconds of a step that observes nothing
 * @param counting of one that counts λ
 * @param logged of one that counts λ, looks at sampled weights, and reads the counts out
 */
record StatisticsCost(double plain, double counting, double logged) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double RATE = 1e-3;

    /** The cost of steps that count, as a multiple of those that do not. */
    double countingRatio() {
        return counting / plain;
    }

    /** The cost of steps with a line, as a multiple of those that observe nothing. */
    double loggedRatio() {
        return logged / plain;
    }

    /** The mean over an interval of steps, the last of which is logged. */
    double intervalRatio(int logEvery) {
        return ((logEvery - 1) * countingRatio() + loggedRatio()) / logEvery;
    }

    /**
     * Measures.
     *
     * @param rounds as many results, each of {@code load.steps()} steps of every sort
     */
    static List<StatisticsCost> measure(Subject subject, Load load, int rounds) {
        TrainConfig config = subject.config(load.context());
        int[][] windows = TimedTraining.randomWindows(config.model().vocabulary(), load);
        Device device = config.compute().device(0, Optional.empty());
        try (NDManager manager = TorchEngine.open(load.threads(), device);
                TauGpt gpt = Subject.open(config, manager);
                Optimizer optimizer = new Optimizer(config.optimizer(), gpt)) {
            gpt.calibrate(windows);
            float[] gradient = new float[Math.toIntExact(gpt.layout().size())];
            List<Observation> order = new ArrayList<>(List.of(Observation.values()));
            for (int i = 0; i < load.warmup(); i++) {
                order.forEach(observation -> step(gpt, optimizer, windows, gradient, observation));
            }
            List<StatisticsCost> results = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Map<Observation, Double> least = new EnumMap<>(Observation.class);
                for (int i = 0; i < load.steps(); i++) {
                    Collections.rotate(order, 1);
                    for (Observation observation : order) {
                        long start = nanos(load.threads());
                        step(gpt, optimizer, windows, gradient, observation);
                        least.merge(observation, (nanos(load.threads()) - start) / NANOS_PER_MILLI, Math::min);
                    }
                }
                results.add(new StatisticsCost(
                        least.getOrDefault(Observation.NOTHING, Double.NaN),
                        least.getOrDefault(Observation.LAMBDA, Double.NaN),
                        least.getOrDefault(Observation.ATTENTION, Double.NaN)));
            }
            return results;
        }
    }

    private static void step(
            TauGpt gpt, Optimizer optimizer, int[][] windows, float[] gradient, Observation observation) {
        LambdaCounts counts = gpt.lambdaCounts();
        gpt.gradient(windows, gradient, observation);
        if (observation != Observation.NOTHING) {
            counts.keep();
        }
        optimizer.step(gradient, 1, RATE);
        if (observation == Observation.ATTENTION) {
            counts.read();
            counts.restart();
        }
        TimedTraining.awaitParameters(gpt);
    }

    private static long nanos(int threads) {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        return threads == 1 && all.isCurrentThreadCpuTimeSupported()
                ? all.getCurrentThreadCpuTime()
                : System.nanoTime();
    }
}
