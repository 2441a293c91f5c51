package io.tauspark.train.worker;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.tauspark.config.InvalidInput;
import io.tauspark.train.config.TrainConfig;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a training is told that does not fit into the memory of its device. */
final class MemoryShortage {
    private static final double BYTES_PER_GIBIBYTE = 1 << 30;

    /** A weight, its gradient and its two moments, in single precision. */
    private static final int BYTES_PER_PARAMETER = 4 * Float.BYTES;

    /** The words of PyTorch's allocators, on a GPU and on a processor. */
    private static final List<String> WORDS = List.of("out of memory", "can't allocate memory");

    private MemoryShortage() {}

    /**
     * Looks whether a GPU has room for what a training keeps of its parameters alone.
     *
     * @throws InvalidInput if it has not
     */
    static void refuseOn(Device device, long parameters) {
        if (device.isGpu()) {
            MemoryUsage usage = CudaUtils.getGpuMemory(device);
            refuse(device, parameters, usage.getMax() - usage.getUsed(), usage.getMax());
        }
    }

    static void refuse(Device device, long parameters, long free, long all) {
        long needed = parameters * BYTES_PER_PARAMETER;
        if (needed > free) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%s has %.2f of %.2f GiB free, but weights, gradient and moments of %,d parameters take %.2f: free the GPU,"
                            + " give Spark a larger one, or lower model.width or model.layers",
                    device,
                    free / BYTES_PER_GIBIBYTE,
                    all / BYTES_PER_GIBIBYTE,
                    parameters,
                    needed / BYTES_PER_GIBIBYTE));
        }
    }

    /** The message for a micro-batch that failed for want of memory; nothing if it failed otherwise. */
    static Optional<InvalidInput> in(RuntimeException failed, int microBatch, TrainConfig config, Device device) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (WORDS.stream().anyMatch(text::contains)) {
                String told = text.lines().findFirst().orElse("");
                return Optional.of(new InvalidInput(
                        String.format(
                                Locale.ROOT,
                                "micro-batch %d of batch.windows = %d windows of model.context = %d tokens does not fit into"
                                        + " the memory of %s (%s): lower batch.windows, and raise batch.micro-batches if a"
                                        + " step is to have as many tokens",
                                microBatch,
                                config.batch().windows(),
                                config.model().context(),
                                device,
                                told),
                        failed));
            }
        }
        return Optional.empty();
    }
}
