package io.tauspark.bench.decode;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.bench.speed.Machine;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times what a token costs one head, by what is remembered of the text and by its length. */
@Command(
        name = "bench/decode",
        mixinStandardHelpOptions = true,
        description = "Times a token of one head, by what is remembered of a text and by its length.")
public final class DecodeBench implements Callable<Integer> {
    /** Far above it a dot product no longer fits beside the others into any heap. */
    private static final int MOST_TOKENS = 1 << 24;

    private static final int MOST_WIDTH = 1024;

    @Option(
            names = "--tokens",
            split = ",",
            defaultValue = "1024,8192,65536,524288",
            description = "tokens before the one that is timed (default: ${DEFAULT-VALUE})")
    private List<Integer> tokens = List.of();

    @Option(
            names = "--grid-tokens",
            split = ",",
            defaultValue = "4194304",
            description = "the same for grid alone, whose size does not grow (default: ${DEFAULT-VALUE}); 0 for none")
    private List<Integer> gridTokens = List.of();

    @Option(names = "--width", defaultValue = "64", description = "features of the head (default: ${DEFAULT-VALUE})")
    private int width;

    @Option(
            names = "--rounds",
            defaultValue = "9",
            description = "times that all are timed, in turns (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--output",
            defaultValue = "target/bench/decode",
            description = "directory of decode.md and decode.json (default: ${DEFAULT-VALUE})")
    private Path output = Path.of("");

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new DecodeBench(), args));
    }

    @Override
    public Integer call() throws IOException {
        require("--rounds", rounds, 1, 1000);
        require("--width", width, 1, MOST_WIDTH);
        tokens.forEach(each -> require("--tokens", each, 2, MOST_TOKENS));
        gridTokens.forEach(each -> require("--grid-tokens", each, 0, Integer.MAX_VALUE));
        Double load = Machine.loadAverage();
        DecodeTimes timing = new DecodeTimes(width);
        timing.warmUp();
        List<DecodeTime> times = new ArrayList<>();
        for (int each : tokens) {
            // One token short of a power of two no run is missing, the worst case.
            times.addAll(timing.measure(List.of(Contender.values()), each - 1, rounds));
        }
        for (int each : gridTokens) {
            if (each > 1) {
                times.addAll(timing.measure(List.of(Contender.GRID), each - 1, rounds));
            }
        }
        DecodeReport report = new DecodeReport(Instant.now(), Machine.here(), load, width, times);
        Files.createDirectories(output);
        Files.writeString(output.resolve("decode.md"), report.markdown());
        Files.writeString(output.resolve("decode.json"), Json.pretty(report));
        System.out.print(report.markdown());
        return 0;
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "%s %d must lie between %d and %d", option, value, least, most));
        }
    }
}
