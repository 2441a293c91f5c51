package io.tauspark.bench.speed;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures in a fresh process, so that neither memory nor compiled code of one measurement serves the next. The process
 * is ended if it takes too long.
 */
public final class MeasuringProcess implements Measuring {
    /** Number of lines shown of the end of a failed process's log. */
    private static final int SHOWN_LINES = 3;

    private final Path directory;
    private final Duration limit;

    /**
     * @param directory where each process leaves what it wrote, until the next one
     * @param limit of one process
     */
    public MeasuringProcess(Path directory, Duration limit) {
        this.directory = directory;
        this.limit = limit;
    }

    @Override
    public Measurement measure(Contender contender, Load load) throws MeasurementFailed {
        try {
            String output = output(contender.command(load), load.threads());
            return Json.read(lastLine(output), Measurement.class, "the measurement of " + contender.name());
        } catch (InvalidInput | IOException broken) {
            throw new MeasurementFailed(String.valueOf(broken.getMessage()));
        }
    }

    /** Runs a program and returns its standard output. */
    public String output(List<String> command, int threads) throws IOException, MeasurementFailed {
        Files.createDirectories(directory);
        Path output = directory.resolve("last.out");
        Path log = directory.resolve("last.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile());
        // Both sides' PyTorch starts its pool by it, whatever the caller's shell says.
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MeasurementFailed(String.format(
                        Locale.ROOT,
                        "it took more than %d s; raise --limit, or lower --windows or --steps",
                        limit.toSeconds()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MeasurementFailed("it was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new MeasurementFailed("it ended with exit code " + process.exitValue() + ": " + end(log));
        }
        return Files.readString(output);
    }

    /** Java and Python indent what leads to an error, and begin the lines that name it. */
    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private static String lastLine(String output) throws MeasurementFailed {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new MeasurementFailed("it wrote nothing");
        }
        return lines.get(lines.size() - 1);
    }
}
