package io.tauspark.observe;

import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A text file that grows by whole lines. Each line is handed to the file system before the next is accepted, so a
 * killed process keeps its history where the file system can show a file that is still open; an object store shows it
 * once it is closed.
 */
final class LineFile implements AutoCloseable {
    private final FSDataOutputStream out;
    private final int kept;

    private LineFile(FSDataOutputStream out, int kept) {
        this.out = out;
        this.kept = kept;
    }

    /**
     * Starts a file, or goes on with the first lines of one that is there. A last line without its end, which a killed
     * process may leave, is dropped. At no moment is the old file gone before the new one is complete: what stays is
     * written beside it and takes its place by one rename. That also frees the file from a writer that was killed and
     * that HDFS still believes in.
     *
     * @param most lines that are kept
     */
    static LineFile open(Path file, int most, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        String before = files.exists(file) ? Storage.readText(file, hadoop) : "";
        int kept = 0;
        int end = 0;
        for (int next = before.indexOf('\n'); next >= 0 && kept < most; next = before.indexOf('\n', end)) {
            end = next + 1;
            kept++;
        }
        FileSystem appending = files instanceof LocalFileSystem local ? local.getRaw() : files;
        String text = before.substring(0, end);
        if (appending.hasPathCapability(file, CommonPathCapabilities.FS_APPEND)) {
            files.mkdirs(file.getParent());
            Storage.replaceText(file, text, hadoop);
            return new LineFile(appending.append(file), kept);
        }
        // An object store replaces the old file when the new one is closed.
        LineFile lines = new LineFile(files.create(file, true), kept);
        lines.append(text);
        return lines;
    }

    /** How many lines were there and stayed. */
    int kept() {
        return kept;
    }

    /** Adds text that ends with a line break. */
    void append(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
            out.hflush();
        } else {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
