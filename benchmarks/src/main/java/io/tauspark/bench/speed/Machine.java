package io.tauspark.bench.speed;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine that a benchmark ran on.
 *
 * @param processor its model, or its architecture where that is all the system tells
 * @param cores processors that this process may use
 * @param memoryMebibytes of the machine, or of the container
 * @param system operating system with version
 * @param java version of Java
 */
public record Machine(String processor, int cores, long memoryMebibytes, String system, String java) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long BYTES_PER_MEBIBYTE = 1 << 20;

    /** The machine that this runs on. */
    public static Machine here() {
        return new Machine(
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                operatingSystem().getTotalMemorySize() / BYTES_PER_MEBIBYTE,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString());
    }

    /** The load average of the last minute; null where the system does not tell. */
    public static @Nullable Double loadAverage() {
        double load = operatingSystem().getSystemLoadAverage();
        return load < 0 ? null : load;
    }

    /** The time that all threads of this process spent on processors so far. */
    public static double processorMillis() {
        return operatingSystem().getProcessCpuTime() / NANOS_PER_MILLI;
    }

    /** The time that this thread spent on a processor so far; other programs that took it away do not count. */
    public static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The processors, for the first line of a page. */
    public String processors() {
        return cores + " cores of " + processor;
    }

    private static OperatingSystemMXBean operatingSystem() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException noLinux) {
            return System.getProperty("os.arch");
        }
    }
}
