package io.tauspark.bench.speed;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.Observation;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.store.Json;
import io.tauspark.store.Stopwatch;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.worker.GradientSum;
import io.tauspark.train.worker.StepGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains one TauGPT for a few steps in this JVM, as a worker of the train job does but without Spark, and prints a
 * {@link Measurement} as a line of JSON. Every step takes the same windows of random tokens.
 */
@Command(name = "timed-training", mixinStandardHelpOptions = true, description = "Times steps of one model.")
final class TimedTraining implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final long SEED = 7;

    /**
     * Learning rate, that of bench/eager_gpt.py too; low enough for any kind of attention without a warm-up of the
     * rate.
     */
    private static final double RATE = 1e-3;

    /** Copies of the gradient that are timed. */
    private static final int COPIES = 5;

    @Option(names = "--kind", required = true, description = "kind of attention")
    private String kind = "";

    @Option(names = "--tokens", required = true, description = "tokens of a window")
    private int tokens;

    @Mixin
    private SubjectOptions subject = new SubjectOptions();

    @Mixin
    private LoadOptions load = new LoadOptions();

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new TimedTraining(), args));
    }

    @Override
    public Integer call() {
        Load load = this.load.with(List.of(tokens)).get(0);
        System.out.println(Json.line(measure(subject.with(kind), load)));
        return 0;
    }

    static Measurement measure(Subject subject, Load load) {
        TrainConfig config = subject.config(load.context());
        int[][] windows = randomWindows(config.model().vocabulary(), load);
        Device device = config.compute().device(0, Optional.empty());
        try (NDManager manager = TorchEngine.open(load.threads(), device);
                TauGpt gpt = Subject.open(config, manager);
                Optimizer optimizer = new Optimizer(config.optimizer(), gpt)) {
            gpt.calibrate(windows);
            GradientSum arrays = new GradientSum(Math.toIntExact(gpt.layout().size()), 1);
            try (StepGradient gradient = StepGradient.at(config.compute().sumsOn(device), gpt, arrays)) {
                return measure(gpt, optimizer, gradient, windows, load, device);
            }
        }
    }

    private static Measurement measure(
            TauGpt gpt, Optimizer optimizer, StepGradient gradient, int[][] windows, Load load, Device device) {
        float[] parameters = gpt.parameters();
        List<Double> gradients = new ArrayList<>();
        List<Double> updates = new ArrayList<>();
        List<Double> processors = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < load.warmup() + load.steps(); step++) {
            double busy = Machine.processorMillis();
            Stopwatch watch = new Stopwatch();
            gradient.add(windows, Observation.NOTHING, 0);
            losses.add(gradient.complete().get(0).loss());
            double taken = watch.lap("gradient");
            gradient.step(optimizer, 1, Optimizer.norm(gradient.squares(optimizer, 1)), RATE);
            gradient.clear();
            awaitParameters(gpt);
            double updated = watch.lap("optimizer");
            if (step >= load.warmup()) {
                gradients.add(taken * MILLIS_PER_SECOND);
                updates.add(updated * MILLIS_PER_SECOND);
                processors.add(Machine.processorMillis() - busy);
            }
        }
        Engine engine = Engine.getEngine("PyTorch");
        return new Measurement(
                "DJL " + Engine.getDjlVersion() + ", PyTorch " + engine.getVersion(),
                parameters.length,
                load.tokensPerStep(),
                gradients,
                updates,
                processors,
                losses,
                copyMillis(gpt, parameters),
                PeakMemory.resident(),
                PeakMemory.heap(),
                PeakMemory.device(device));
    }

    /** A GPU works behind the caller's back, until the caller asks for a result. */
    static void awaitParameters(TauGpt gpt) {
        gpt.readParameters(0, 1, new float[1]);
    }

    /** Timed on its own, since a step copies inside of what else it does; parameters are as many as gradients. */
    private static double copyMillis(TauGpt gpt, float[] values) {
        List<Double> times = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            Stopwatch watch = new Stopwatch();
            gpt.setParameters(values);
            awaitParameters(gpt);
            times.add(watch.lap("copy") * MILLIS_PER_SECOND);
        }
        return Spread.of(times).median();
    }

    static int[][] randomWindows(int vocabulary, Load load) {
        Random random = new Random(SEED);
        int[][] windows = new int[load.windows()][];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = random.ints(load.context() + 1, 0, vocabulary).toArray();
        }
        return windows;
    }
}
