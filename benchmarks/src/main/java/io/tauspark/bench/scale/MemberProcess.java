package io.tauspark.bench.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.jspecify.annotations.Nullable;

/** A member in a JVM of its own, spoken to in lines. Its errors go where those of this process go. */
final class MemberProcess implements AutoCloseable {
    private final int rank;
    private final Duration limit;
    private final Process process;
    private final PrintStream orders;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /** @param limit of the wait for each answer */
    MemberProcess(int rank, int members, int values, String heap, Duration limit) throws IOException {
        this.rank = rank;
        this.limit = limit;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(
                Arrays.asList(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+", -1)));
        @Nullable String logging = System.getProperty("log4j2.configurationFile");
        if (logging != null) {
            command.add("-Dlog4j2.configurationFile=" + logging);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Member.class.getName(),
                "" + rank,
                "" + members,
                "" + values,
                "" + limit.toSeconds()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // Spark would warn of a host name that leads to the loopback address; members use no other.
        builder.environment()
                .put("SPARK_LOCAL_IP", InetAddress.getLoopbackAddress().getHostAddress());
        process = builder.start();
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of member " + rank);
        reader.setDaemon(true);
        reader.start();
    }

    void send(String order) {
        orders.println(order);
    }

    /** @throws IOException if it does not come within the limit, or not at all */
    String answer() throws IOException {
        try {
            long start = System.nanoTime();
            while (System.nanoTime() - start < limit.toNanos()) {
                @Nullable String answer = answers.poll(1, TimeUnit.SECONDS);
                if (answer != null) {
                    return answer;
                }
                if (!process.isAlive() && answers.isEmpty()) {
                    throw new IOException(String.format(
                            Locale.ROOT,
                            "member %d ended with exit code %d; its errors are above",
                            rank,
                            process.exitValue()));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for member " + rank, interrupted);
        }
        throw new IOException(
                String.format(Locale.ROOT, "waited %d s for an answer of member %d", limit.toSeconds(), rank));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException closed) {
            // The process has been ended; who waits for an answer sees that.
            throw new UncheckedIOException(closed);
        }
    }
}
