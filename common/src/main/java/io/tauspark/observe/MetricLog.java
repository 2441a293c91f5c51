package io.tauspark.observe;

import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A log of one JSON object per line. Each line is handed to the file system before the next is accepted, so a killed
 * run keeps its history where the file system can show a file that is still open; an object store shows it once it is
 * closed.
 */
public final class MetricLog implements AutoCloseable {
    private final FSDataOutputStream out;

    /**
     * Starts a log, or goes on with one that is there. A last line without its end, which a killed run may leave, is
     * dropped. The lines that stay are written anew, since not every file system can append.
     */
    public MetricLog(Path file, Configuration hadoop) throws IOException {
        String before = Storage.of(file, hadoop).exists(file) ? Storage.readText(file, hadoop) : "";
        out = Storage.of(file, hadoop).create(file, true);
        append(before.substring(0, before.lastIndexOf('\n') + 1));
    }

    /** Adds a record or map as one line. */
    public void write(Object record) throws IOException {
        append(Json.line(record) + "\n");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void append(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
            out.hflush();
        } else {
            out.flush();
        }
    }
}
