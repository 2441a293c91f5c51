package io.tauspark.shards;

import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A gzip file of lines whose bytes depend on nothing but the lines: Java's gzip header has neither a time nor a
 * name.
 *
 * @param lines how many
 * @param bytes length of the file
 * @param sha256 of the file, in hexadecimal
 */
public record GzipLines(long lines, long bytes, String sha256) {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * Writes a file from within a task. Spark may run the same task twice, at once or one after the other, so the
     * file is written under another name and renamed; whoever comes second finds the same bytes already there.
     *
     * @param attempts directory for unfinished files, on the same file system; the owner deletes it in the end
     */
    public static GzipLines write(Path file, Path attempts, Iterator<String> lines, Configuration hadoop)
            throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        Path attempt = new Path(attempts, file.getName() + "." + UUID.randomUUID());
        GzipLines written = write(attempt, lines, files);
        files.mkdirs(file.getParent());
        if (files.exists(file)) {
            files.delete(attempt, false);
        } else if (!files.rename(attempt, file)) {
            throw new IOException("'" + attempt + "' could not be renamed to '" + file + "'");
        }
        return written;
    }

    private static GzipLines write(Path file, Iterator<String> lines, FileSystem files) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        long count = 0;
        FSDataOutputStream raw = files.create(file, false);
        try (raw;
                OutputStream gzip = new GZIPOutputStream(new DigestOutputStream(raw, sha256), BUFFER_BYTES);
                OutputStream out = new BufferedOutputStream(gzip, BUFFER_BYTES)) {
            for (; lines.hasNext(); count++) {
                out.write(lines.next().getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
        return new GzipLines(count, raw.getPos(), Sha256.hex(sha256.digest()));
    }
}
