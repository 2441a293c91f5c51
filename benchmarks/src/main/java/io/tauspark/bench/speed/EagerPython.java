package io.tauspark.bench.speed;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code bench/eager_gpt.py}, for a Python that has PyTorch. */
public final class EagerPython {
    public static final String NAME = "PyTorch dot";

    /** Asked for, that nothing is compared with Python. */
    private static final String NONE = "none";

    private static final List<String> CHECK = List.of("-c", "import torch");

    private EagerPython() {}

    /**
     * Looks for a Python that can run the script.
     *
     * @param device that it trains on, in {@code precision}
     * @param given path of an interpreter, {@code none}, or null for the {@code python3} of this machine, if it is fit
     * @throws InvalidInput if the given one is not
     */
    public static Optional<Contender> find(
            @Nullable String given, Path script, Device device, Precision precision, MeasuringProcess process) {
        if (NONE.equals(given)) {
            return Optional.empty();
        }
        String python = given == null ? "python3" : given;
        try {
            process.output(List.of(python, CHECK.get(0), CHECK.get(1)), 1);
        } catch (IOException | MeasurementFailed unfit) {
            if (given == null) {
                return Optional.empty();
            }
            throw new InvalidInput(
                    "--python '" + python + "' cannot import torch; give a Python with PyTorch, or none: "
                            + unfit.getMessage(),
                    unfit);
        }
        return Optional.of(new Contender(
                NAME, List.of(python, script.toString(), "--device=" + name(device), "--dtype=" + name(precision))));
    }

    private static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    private static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
