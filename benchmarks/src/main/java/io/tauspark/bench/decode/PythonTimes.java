package io.tauspark.bench.decode;

import ai.djl.Device;
import io.tauspark.bench.speed.Contender;
import io.tauspark.bench.speed.EagerPython;
import io.tauspark.bench.speed.MeasurementFailed;
import io.tauspark.bench.speed.MeasuringProcess;
import io.tauspark.model.Precision;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The timing of single tokens of an eager PyTorch GPT of the shape of {@code 30m}, where a Python has PyTorch. */
final class PythonTimes {
    /** The shape that it has. */
    static final String PRESET = "30m";

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double MICROS_PER_MILLI = 1e3;

    /** Tokens before those that count. */
    private static final int WARM_UP = 16;

    private final Contender python;
    private final MeasuringProcess process;

    /** Found by its last line. */
    private record Decoded(String engine, List<Double> tokenMillis, long bytes) {}

    private PythonTimes(Contender python, MeasuringProcess process) {
        this.python = python;
        this.process = process;
    }

    /** @param given path of an interpreter, {@code none}, or null for {@code python3}, if it has PyTorch */
    static Optional<PythonTimes> find(@Nullable String given, Path root) {
        MeasuringProcess process = new MeasuringProcess(root.resolve("target/bench/decode"), LIMIT);
        return EagerPython.find(given, root.resolve("bench/eager_gpt.py"), Device.cpu(), Precision.FLOAT32, process)
                .map(python -> new PythonTimes(python, process));
    }

    /**
     * Adds as many times of one token behind a text.
     *
     * @return the version of PyTorch
     */
    String measure(int before, int tokens, List<DecodeTime> into) throws IOException, MeasurementFailed {
        List<String> command = new ArrayList<>(python.command());
        command.addAll(
                List.of("--decode=" + (tokens + WARM_UP), "--warmup=" + WARM_UP, "--tokens=" + before, "--threads=1"));
        Decoded decoded = Json.read(process.output(command, 1), Decoded.class, "the times of " + python.name());
        for (int i = 0; i < decoded.tokenMillis.size(); i++) {
            double micros = decoded.tokenMillis.get(i) * MICROS_PER_MILLI;
            into.add(new DecodeTime(Part.MODEL, PRESET, python.name(), before, i, micros, decoded.bytes));
        }
        return decoded.engine;
    }
}
