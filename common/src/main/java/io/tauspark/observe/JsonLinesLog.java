package io.tauspark.observe;

import io.tauspark.store.Json;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A log of one JSON object per line, which a killed run keeps. It is the history of one run, whatever number of times
 * the run was interrupted: resuming from a checkpoint means to cut it back to the lines that the checkpoint had seen.
 */
public final class JsonLinesLog implements AutoCloseable {
    private final LineFile lines;

    /** Starts a log, or resumes one that is there after all of its whole lines. */
    public JsonLinesLog(Path file, Configuration hadoop) throws IOException {
        this(file, Integer.MAX_VALUE, hadoop);
    }

    private JsonLinesLog(Path file, int most, Configuration hadoop) throws IOException {
        lines = LineFile.open(file, most, hadoop);
    }

    /**
     * Resumes after the first lines of a log; the others are dropped. A process that is killed meanwhile leaves the log
     * as it was, or cut back.
     *
     * @param most lines to keep; {@link #kept} says how many there were
     */
    public static JsonLinesLog resume(Path file, int most, Configuration hadoop) throws IOException {
        return new JsonLinesLog(file, most, hadoop);
    }

    /** The number of lines that were there and stayed when the log was opened. */
    public int kept() {
        return lines.kept();
    }

    /** Adds a record or map as one line. */
    public void write(Object record) throws IOException {
        lines.append(Json.line(record) + "\n");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
