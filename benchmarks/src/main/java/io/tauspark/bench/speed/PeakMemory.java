package io.tauspark.bench.speed;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The most memory that this process had so far, in MiB. */
final class PeakMemory {
    private static final double KIBIBYTES_PER_MEBIBYTE = 1024;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    private PeakMemory() {}

    /** Linux's high-water mark of the resident set, native memory and heap; null on other systems. */
    static @Nullable Double resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES_PER_MEBIBYTE)
                    .findFirst()
                    .orElse(null);
        } catch (IOException noLinux) {
            return null;
        }
    }

    /**
     * The memory of a GPU in use by all of its programs, of which PyTorch keeps what it once needed; null for a
     * processor.
     */
    static @Nullable Double device(Device device) {
        return device.isGpu() ? CudaUtils.getGpuMemory(device).getCommitted() / BYTES_PER_MEBIBYTE : null;
    }

    /** Java's heap in use, garbage that was not collected yet included. */
    static double heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / BYTES_PER_MEBIBYTE;
    }
}
