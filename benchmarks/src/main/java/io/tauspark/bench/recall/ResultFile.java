package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.page.PageFile;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Finished trials of one benchmark, one JSON object per line, each on the disk before the next begins, so that a benchmark that was
 * stopped resumes after them. The file belongs to one process at a time.
 *
 * @param <R> record of a trial
 */
final class ResultFile<R extends TrialResult> implements AutoCloseable {
    /** Enough to find the place. */
    private static final int LONGEST_QUOTE = 40;

    private final Path file;
    private final FileChannel channel;
    private final Class<R> type;
    private final List<R> results = new ArrayList<>();

    private ResultFile(Path file, FileChannel channel, Class<R> type) {
        this.file = file;
        this.channel = channel;
        this.type = type;
    }

    /**
     * Opens a file, or makes it. A last line without its end, which a killed process may leave, is dropped.
     *
     * @throws InvalidInput if another process has it open, or a line is no result, or the last no beginning of one
     */
    static <R extends TrialResult> ResultFile<R> open(Path file, Class<R> type) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            requireLock(file, channel);
            ResultFile<R> results = new ResultFile<>(file, channel, type);
            results.load();
            return results;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /**
     * Makes sure that the report beside the results, {@code NAME.md} and {@code NAME.html}, may be replaced.
     *
     * @throws InvalidInput if it is there without any results, or is no page
     */
    static void requireOwnReport(Path file, String name) throws IOException {
        Path text = file.resolveSibling(name + ".md");
        if (Files.exists(text) && !Files.exists(file)) {
            throw new InvalidInput("'%s' exists without results '%s', so it is not replaced; give another output"
                    .formatted(text, file));
        }
        PageFile.requireReplaceable(
                new org.apache.hadoop.fs.Path(
                        file.resolveSibling(name + ".html").toUri()),
                new Configuration());
    }

    /**
     * The result of a trial, if it is finished.
     *
     * @throws InvalidInput if one of the same name was made with other settings
     */
    synchronized Optional<R> find(String name, JsonNode settings) {
        Optional<R> found =
                results.stream().filter(result -> result.name().equals(name)).findFirst();
        if (found.isPresent() && !found.get().settings().equals(settings)) {
            String difference = SettingsDifference.text(found.get().settings(), settings);
            throw new InvalidInput(
                    "results '%s' hold %s with other settings than asked for now: %s. Give another output, or remove its line"
                            .formatted(file, name, difference));
        }
        return found;
    }

    /** Adds a result and makes sure that it stays. */
    synchronized void add(R result) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((Json.line(result) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
        results.add(result);
    }

    /** All results, in the order in which they were finished. */
    synchronized List<R> results() {
        return List.copyOf(results);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void load() throws IOException {
        byte[] content = Files.readAllBytes(file);
        int complete = content.length;
        while (complete > 0 && content[complete - 1] != '\n') {
            complete--;
        }
        requireOwnEnd(content, complete);
        new String(content, 0, complete, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> results.add(Json.read(line, type, "a line of results '" + file + "'")));
        channel.truncate(complete);
        channel.position(complete);
    }

    /** Refuses to drop an end that this class has not begun to write. */
    private void requireOwnEnd(byte[] content, int complete) {
        String end = new String(content, complete, content.length - complete, StandardCharsets.UTF_8);
        String start = "{\"" + type.getRecordComponents()[0].getName() + "\":";
        if (!end.startsWith(start) && !start.startsWith(end)) {
            throw new InvalidInput("results '%s' end with '%s', which is no result; give another output"
                    .formatted(file, end.substring(0, Math.min(LONGEST_QUOTE, end.length()))));
        }
    }

    private static void requireLock(Path file, FileChannel channel) throws IOException {
        @Nullable Object lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ownProcess) {
            // Reported below, like a lock of another process.
        }
        if (lock == null) {
            throw new InvalidInput("results '" + file + "' are being written by another run of this benchmark: wait for"
                    + " it, or give another output");
        }
    }
}
