package io.tauspark.bench.speed;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times what a GPU has to show for itself in ten minutes: the step by way of the heap, on the device, and through the code of
 * cells, each in a process with a limit of its own. One table, each row printed when it is known, has beside each time the one
 * that is expected of an NVIDIA H100.
 */
@Command(
        name = "bench/gpu",
        mixinStandardHelpOptions = true,
        description = "Times training steps on a GPU, part by part, beside what is expected of an NVIDIA H100.")
final class GpuBench implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int CONTEXT = 1024;
    private static final int WARMUP = 3;
    private static final int STEPS = 10;

    private static final List<String> BY_HEAP = List.of("gradient-sum=heap", "lambda-kernel=exact");
    private static final List<String> ON_DEVICE = List.of("gradient-sum=device", "lambda-kernel=exact");
    private static final List<String> CELLS = List.of("gradient-sum=device", "lambda-kernel=cells");

    /** In the order of their worth, should the time not last. Expected: docs/speed.md. */
    private static final List<Part> PARTS = List.of(
            new Part("cells", "tau", 32, CELLS, 113),
            new Part("cells, again", "tau", 32, CELLS, 113),
            new Part("on the device", "tau", 32, ON_DEVICE, 245),
            new Part("on the device", "dot:none", 32, ON_DEVICE, 85),
            new Part("cells", "grid", 32, with(CELLS, "model.lambda.cells=60"), 145),
            new Part("on the device", "grid", 32, ON_DEVICE, 190),
            new Part("cells, no near bias", "tau", 32, with(CELLS, "model.past.near.tokens=0"), 103),
            new Part("cells", "tau", 8, CELLS, 35),
            new Part("cells", "tau", 64, CELLS, 225),
            new Part("by the heap", "tau", 32, BY_HEAP, 490),
            new Part("by the heap", "dot:none", 32, BY_HEAP, 316));

    /** PyTorch's step of 32 windows in Python, measured. */
    private static final double EAGER = 79;

    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of("");

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "longest time of one part (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--python", paramLabel = "PATH", description = "a Python with PyTorch, or none (default: python3)")
    private @Nullable String python;

    @Option(names = "--dry", description = "a tiny model on the processor, to see that all parts run")
    private boolean dry;

    /**
     * A row of the table.
     *
     * @param name what is timed
     * @param kind of attention
     * @param windows of a step
     * @param settings of the job
     * @param expected milliseconds of a step on an H100
     */
    private record Part(String name, String kind, int windows, List<String> settings, double expected) {}

    private static List<String> with(List<String> settings, String more) {
        List<String> all = new ArrayList<>(settings);
        all.add(more);
        return List.copyOf(all);
    }

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new GpuBench(), args));
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new InvalidInput("--limit " + limit + " must be at least 1 second");
        }
        MeasuringProcess process = new MeasuringProcess(root.resolve("target/bench/gpu"), Duration.ofSeconds(limit));
        System.out.println("| part | attention | windows | ms per step | expected | tokens/s | loss | GPU MiB |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|---:|");
        boolean complete = true;
        for (Part part : PARTS) {
            Subject subject = new Subject(
                    dry ? "quickstart" : "30m",
                    part.kind(),
                    with(with(part.settings(), dry ? "device=cpu" : "device=gpu"), "precision=bfloat16"));
            complete &= row(part, subject.contender("4g"), process);
        }
        Optional<Contender> eager = EagerPython.find(
                python,
                root.resolve("bench/eager_gpt.py"),
                dry ? Device.cpu() : Device.gpu(0),
                Precision.BFLOAT16,
                process);
        if (eager.isPresent()) {
            complete &= row(new Part("PyTorch", "dot", 32, List.of(), EAGER), eager.get(), process);
        }
        return complete ? 0 : FAILED;
    }

    /** Measures and prints one row; a part that fails says why, and the next one follows. */
    private boolean row(Part part, Contender contender, Measuring process) {
        Load load = dry
                ? new Load(CONTEXT / 4, 1, 1, 1, 2)
                : new Load(CONTEXT, part.windows(), Runtime.getRuntime().availableProcessors(), WARMUP, STEPS);
        String head = String.format(Locale.ROOT, "| %s | %s | %d |", part.name(), part.kind(), load.windows());
        try {
            Measurement found = process.measure(contender, load);
            Double memory = found.deviceMebibytes();
            System.out.printf(
                    Locale.ROOT,
                    "%s %.1f | %.0f | %,.0f | %.6f | %s |%n",
                    head,
                    found.stepMedian(),
                    part.expected(),
                    found.tokensPerSecond(),
                    found.losses().get(found.losses().size() - 1),
                    memory == null ? "–" : String.format(Locale.ROOT, "%,.0f", memory));
            return true;
        } catch (MeasurementFailed failed) {
            System.out.printf(
                    Locale.ROOT, "%s missing | %.0f | | %s | |%n", head, part.expected(), failed.getMessage());
            return false;
        }
    }
}
