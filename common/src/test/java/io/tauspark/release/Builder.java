package io.tauspark.release;

import io.tauspark.config.InvalidInput;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** A process of its own that changes a memory until somebody kills it. */
public final class Builder {
    /** The line that says that this process holds the lease. */
    static final String HOLDS = "holds";

    /** The line that says that another does. */
    static final String REFUSED = "refused";

    /** Releases that it keeps. */
    static final int KEPT = 3;

    private static final Duration LEASE = Duration.ofMinutes(2);

    private Builder() {}

    /** Starts one whose clock is ahead, which lets it take the lease of the dead. */
    static Process start(Path memory, Path content, Duration ahead) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        Builder.class.getName(),
                        memory.toString(),
                        content.toString(),
                        ahead.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The first line that the process printed. */
    static String said(Process process) throws Exception {
        try (var lines = process.inputReader()) {
            return String.valueOf(lines.readLine());
        }
    }

    /** Publishes, promotes and prunes without end, or at most for a while, should nobody kill it. */
    public static void main(String[] args) throws Exception {
        Configuration hadoop = new Configuration();
        org.apache.hadoop.fs.Path memory = new org.apache.hadoop.fs.Path(args[0]);
        SmallMemory content = new SmallMemory(Path.of(args[1]), hadoop);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(args[2]));
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try (ReleaseWriter writer = ReleaseWriter.open(memory, "builder", LEASE, clock, hadoop)) {
            System.out.println(HOLDS);
            Instant now = clock.instant();
            while (System.nanoTime() < end) {
                now = now.plusSeconds(1);
                String release =
                        writer.publish(now, here -> content.write(here, hadoop)).getName();
                writer.promote(release, "built");
                writer.prune(new Retention(KEPT, Duration.ZERO));
            }
        } catch (InvalidInput held) {
            System.out.println(REFUSED);
        }
    }
}
