package io.tauspark.bench.speed;

import java.util.List;
import picocli.CommandLine.Option;

/** The options of a {@link Load}, but for the length of windows. */
final class LoadOptions {
    @Option(
            names = "--windows",
            defaultValue = "2",
            description = "windows of a step, at the longest context (default: ${DEFAULT-VALUE})")
    private int windows;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of one operation (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--warmup",
            defaultValue = "2",
            description = "steps before the timed ones (default: ${DEFAULT-VALUE})")
    private int warmup;

    @Option(names = "--steps", defaultValue = "5", description = "steps that are timed (default: ${DEFAULT-VALUE})")
    private int steps;

    List<Load> with(List<Integer> contexts) {
        return Load.ofEqualTokens(contexts, windows, threads, warmup, steps);
    }
}
