package io.tauspark.bench.decode;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.MeasurementFailed;
import io.tauspark.bench.speed.SubjectOptions;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Times what a token costs, by what is remembered of the text and by its length. */
@Command(
        name = "bench/decode",
        mixinStandardHelpOptions = true,
        description =
                "Times a token of one head and of whole models, by what is remembered of a text and by its length.")
public final class DecodeBench implements Callable<Integer> {
    /** Far above it a dot product no longer fits beside the others into any heap. */
    private static final int MOST_TOKENS = 1 << 24;

    private static final int MOST_WIDTH = 1024;
    private static final int MOST_ROUNDS = 1000;

    /** Where models begin to be larger than two of them have room. */
    private static final int MOST_MULTIPLIER = 6;

    /** Pasts are filled, and prompts read, in pieces of so many tokens. */
    private static final int PIECE = 256;

    /** The longest context of a model, and what is left of it for tokens that are appended. */
    private static final int MOST_CONTEXT = 1 << 19;

    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of("");

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "head,model,prefill,paper",
            description = "what is measured (default: ${DEFAULT-VALUE})")
    private List<Part> parts = List.of();

    @Option(
            names = "--tokens",
            split = ",",
            defaultValue = "1024,8192,65536,524288",
            description = "head: tokens with the one that is timed (default: ${DEFAULT-VALUE})")
    private List<Integer> tokens = List.of();

    @Option(
            names = "--grid-tokens",
            split = ",",
            defaultValue = "4194304",
            description = "the same for grid alone, whose size does not grow (default: ${DEFAULT-VALUE}); 0 for none")
    private List<Integer> gridTokens = List.of();

    @Option(names = "--width", defaultValue = "64", description = "head: its features (default: ${DEFAULT-VALUE})")
    private int width;

    @Option(
            names = "--before",
            split = ",",
            defaultValue = "1024,8192,65536",
            description = "model: tokens before those that are timed (default: ${DEFAULT-VALUE})")
    private List<Integer> before = List.of();

    @Option(
            names = "--prompts",
            split = ",",
            defaultValue = "1024,4096,16384,65536",
            description = "prefill: tokens of prompts, ascending (default: ${DEFAULT-VALUE})")
    private List<Integer> prompts = List.of();

    @Option(
            names = "--multipliers",
            split = ",",
            defaultValue = "1,3",
            description = "paper: heads as wide as 384; 5 needs a heap of 8 GB (default: ${DEFAULT-VALUE})")
    private List<Integer> multipliers = List.of();

    @Option(
            names = "--generated",
            split = ",",
            defaultValue = "128,256,512,1024",
            description = "paper: tokens to generate, ascending (default: ${DEFAULT-VALUE})")
    private List<Integer> generated = List.of();

    @Option(
            names = "--model",
            paramLabel = "RUN",
            description = "paper: a trained model to measure as well, whose attention has λ")
    private @Nullable String model;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            description = "model: a Python with PyTorch, or none (default: python3, if it has PyTorch)")
    private @Nullable String python;

    @Option(
            names = "--rounds",
            defaultValue = "9",
            description = "head, model: times that all are timed, in turns (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--repeats", defaultValue = "3", description = "paper: the same (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description = "receives decode.md, decode.json and decode.html (default: target/bench/decode)")
    private @Nullable Path output;

    @Mixin
    private SubjectOptions subject = new SubjectOptions();

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new DecodeBench(), args));
    }

    @Override
    public Integer call() throws IOException, MeasurementFailed {
        check();
        // Java's own threads beside the one that is timed, before any of them starts.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "0");
        Double load = Machine.loadAverage();
        List<DecodeTime> times = new ArrayList<>();
        String engine = null;
        for (Part part : parts) {
            switch (part) {
                case HEAD -> times.addAll(head());
                case MODEL -> engine = model(times);
                case PREFILL -> times.addAll(PrefillTimes.measure(subject, prompts));
                case PAPER -> times.addAll(paper());
            }
        }
        write(new DecodeReport(Instant.now(), Machine.here(), load, engine, times));
        return 0;
    }

    private void check() {
        BenchCommand.require("--rounds", rounds, 1, MOST_ROUNDS);
        BenchCommand.require("--repeats", repeats, 1, MOST_ROUNDS);
        BenchCommand.require("--width", width, 1, MOST_WIDTH);
        tokens.forEach(each -> BenchCommand.require("--tokens", each, 2, MOST_TOKENS));
        gridTokens.forEach(each -> BenchCommand.require("--grid-tokens", each, 0, Integer.MAX_VALUE));
        multipliers.forEach(each -> BenchCommand.require("--multipliers", each, 1, MOST_MULTIPLIER));
        requirePieces("--before", before);
        requirePieces("--prompts", prompts);
        requireAscending("--prompts", prompts);
        generated.forEach(each -> BenchCommand.require("--generated", each, 1, MOST_CONTEXT));
        requireAscending("--generated", generated);
    }

    private static void requirePieces(String option, List<Integer> lengths) {
        for (int length : lengths) {
            BenchCommand.require(option, length, PIECE, MOST_CONTEXT);
            if (length % PIECE != 0) {
                throw new InvalidInput(
                        String.format(Locale.ROOT, "%s %d must be a multiple of %d", option, length, PIECE));
            }
        }
    }

    private static void requireAscending(String option, List<Integer> values) {
        if (!values.equals(values.stream().distinct().sorted().toList())) {
            throw new InvalidInput(option + " " + values + " must ascend");
        }
    }

    private List<DecodeTime> head() {
        HeadTimes timing = new HeadTimes(width);
        timing.warmUp();
        List<DecodeTime> times = new ArrayList<>();
        for (int each : tokens) {
            // One token short of a power of two no run is missing, the worst case.
            times.addAll(timing.measure(List.of(HeadState.values()), each - 1, rounds));
        }
        for (int each : gridTokens) {
            if (each > 1) {
                times.addAll(timing.measure(List.of(HeadState.GRID), each - 1, rounds));
            }
        }
        return times;
    }

    /** Adds the times of models, and of Python where it has their shape; returns the version of its PyTorch, if there is one. */
    private @Nullable String model(List<DecodeTime> times) throws IOException, MeasurementFailed {
        boolean sameShape = subject.preset().equals(PythonTimes.PRESET)
                && subject.overrides().isEmpty();
        Optional<PythonTimes> beside = sameShape ? PythonTimes.find(python, root) : Optional.empty();
        ModelTimes timing =
                new ModelTimes(subject, before.stream().max(Integer::compare).orElseThrow(), rounds);
        String engine = null;
        for (int each : before) {
            // A program of its own cannot take turns; it comes before and after.
            engine = beside(beside, each, times);
            times.addAll(timing.measure(each, rounds));
            beside(beside, each, times);
        }
        return engine;
    }

    private @Nullable String beside(Optional<PythonTimes> python, int before, List<DecodeTime> times)
            throws IOException, MeasurementFailed {
        return python.isPresent() ? python.get().measure(before, rounds, times) : null;
    }

    private List<DecodeTime> paper() throws IOException {
        PaperTimes timing = new PaperTimes(generated, repeats);
        List<DecodeTime> times = new ArrayList<>();
        // First, since it may be refused.
        List<DecodeTime> trained = model == null ? List.of() : timing.trained(model);
        multipliers.forEach(each -> times.addAll(timing.untrained(each)));
        times.addAll(trained);
        return times;
    }

    private void write(DecodeReport report) throws IOException {
        Path directory = (output == null ? root.resolve("target/bench/decode") : output).toAbsolutePath();
        Files.createDirectories(directory);
        String quality = directory
                .relativize(root.toAbsolutePath().resolve("docs/quality.md"))
                .toString();
        Files.writeString(directory.resolve("decode.md"), report.markdown());
        Files.writeString(directory.resolve("decode.json"), Json.pretty(report));
        Files.writeString(directory.resolve("decode.html"), report.html(quality));
        System.out.print(report.markdown());
        System.err.println("written " + directory);
    }
}
