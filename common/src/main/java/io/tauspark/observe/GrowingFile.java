package io.tauspark.observe;

import io.tauspark.store.Storage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A file that grows by whole records. Each is handed to the file system before the next is accepted, so a killed process
 * keeps its history where the file system can show a file that is still open; an object store shows it once it is closed.
 */
final class GrowingFile implements AutoCloseable {
    private final FSDataOutputStream out;

    private GrowingFile(FSDataOutputStream out) {
        this.out = out;
    }

    /**
     * Starts a file, in the place of one that may be there. At no moment is the old file gone before the new one is
     * complete: what the new one starts with is written beside it and takes its place by one rename. That also frees the
     * file from a writer that was killed and that HDFS still believes in.
     *
     * @param start what the file begins with, such as the records of the old one that stay
     */
    static GrowingFile open(Path file, byte[] start, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        FileSystem appending = files instanceof LocalFileSystem local ? local.getRaw() : files;
        if (appending.hasPathCapability(file, CommonPathCapabilities.FS_APPEND)) {
            files.mkdirs(file.getParent());
            Storage.replace(file, start, hadoop);
            return new GrowingFile(appending.append(file));
        }
        // An object store replaces the old file when the new one is closed.
        GrowingFile growing = new GrowingFile(files.create(file, true));
        growing.append(start);
        return growing;
    }

    void append(byte[] record) throws IOException {
        out.write(record);
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
