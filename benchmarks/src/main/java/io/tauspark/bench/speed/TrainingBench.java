package io.tauspark.bench.speed;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.train.config.ComputeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times training steps of TauGPT per kind of attention, each measurement in its own process, in rounds that an eager
 * PyTorch GPT of the same shape takes part in where a Python with PyTorch is found.
 */
@Command(
        name = "bench/training",
        mixinStandardHelpOptions = true,
        description = "Times training steps per kind of attention, beside an eager PyTorch GPT of the same shape.")
final class TrainingBench implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of("");

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "dot:none,dot,tau,grid,mean",
            description = "kinds of attention, each with its key weight after a colon if not the default one"
                    + " (default: ${DEFAULT-VALUE})")
    private List<String> kinds = List.of();

    @Option(
            names = "--contexts",
            split = ",",
            defaultValue = "1024",
            description = "tokens of a window; of several, each gets as many windows as make equal steps"
                    + " (default: ${DEFAULT-VALUE})")
    private List<Integer> contexts = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "processes per row (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--heap", defaultValue = "2g", description = "of Java (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "longest time of one process (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            description = "a Python with PyTorch, or none (default: python3, if it has PyTorch)")
    private @Nullable String python;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "what receives every time as JSON (default: target/bench/training/training.json)")
    private @Nullable Path output;

    @Mixin
    private SubjectOptions subject = new SubjectOptions();

    @Mixin
    private LoadOptions load = new LoadOptions();

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new TrainingBench(), args));
    }

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || limit < 1) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "--rounds %d and --limit %d must be at least 1", rounds, limit));
        }
        List<Load> loads = load.with(contexts);
        Path work = root.resolve("target/bench/training");
        Path file = output == null ? work.resolve("training.json") : output.toAbsolutePath();
        requireReplaceable(file);
        // A file that cannot be written should fail before the measurements, not after.
        Files.createDirectories(file.resolveSibling(""));
        MeasuringProcess process = new MeasuringProcess(work, Duration.ofSeconds(limit));
        Race race = new Race(contenders(loads, process), loads, process, System.err);
        race.run(rounds);
        SpeedResults results = results(race, loads.get(0));
        System.out.print(new SpeedPage(results).markdown());
        Files.writeString(file, Json.pretty(results));
        System.err.println("written " + file);
        return race.failures().isEmpty() ? 0 : FAILED;
    }

    /** The times of other measurements may go, nothing else. */
    private static void requireReplaceable(Path file) throws IOException {
        if (Files.exists(file)) {
            JsonNode earlier;
            try {
                earlier = Json.tree(Files.readString(file), "'" + file + "'");
            } catch (InvalidInput | IOException unreadable) {
                earlier = MissingNode.getInstance();
            }
            if (!earlier.has("machine") || !earlier.has("trials")) {
                throw new InvalidInput(
                        "--output '%s' exists and holds no times of this benchmark; give another file".formatted(file));
            }
        }
    }

    private List<Contender> contenders(List<Load> loads, MeasuringProcess process) {
        List<Contender> contenders = new ArrayList<>();
        for (String kind : kinds) {
            Subject timed = subject.with(kind);
            // Refused here rather than by every process.
            loads.forEach(load -> timed.config(load.context()));
            contenders.add(timed.contender(heap));
        }
        ComputeConfig compute =
                subject.with(kinds.get(0)).config(loads.get(0).context()).compute();
        Device device = compute.device(0, Optional.empty());
        Optional<Contender> eager = EagerPython.find(
                python, root.resolve("bench/eager_gpt.py"), device, compute.precision(device), process);
        if (eager.isEmpty()) {
            System.err.println("nothing is compared with Python: --python PATH names one that has PyTorch");
        }
        eager.ifPresent(contenders::add);
        return contenders;
    }

    private SpeedResults results(Race race, Load load) {
        return new SpeedResults(
                Instant.now(),
                Machine.here(),
                subject.preset(),
                subject.overrides(),
                heap,
                load.threads(),
                load.warmup(),
                load.steps(),
                rounds,
                race.trials(),
                race.failures());
    }
}
