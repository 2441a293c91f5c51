package io.tauspark.shards;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one part, in the order in which they were written, without holding the part in memory. After the last
 * one the part's SHA-256 is compared with the manifest's, so that a part that was changed since is not learnt from.
 */
public final class ShardReader implements Iterator<Document>, AutoCloseable {
    private final Path file;
    private final String sha256;
    private final DigestInputStream raw;
    private final BufferedReader lines;
    private @Nullable String next;

    private ShardReader(Path file, String sha256, DigestInputStream raw) throws IOException {
        this.file = file;
        this.sha256 = sha256;
        this.raw = raw;
        this.lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.UTF_8));
    }

    /**
     * Opens a part.
     *
     * @param shards the directory of the shards
     * @throws InvalidInput if the part is not there or no gzip file; {@link #next()} throws it for a damaged or changed
     *     one
     */
    public static ShardReader open(Path shards, ShardPart part, Configuration hadoop) throws IOException {
        Path file = new Path(shards, part.path());
        if (!Storage.of(file, hadoop).exists(file)) {
            throw new InvalidInput("part '" + file + "' does not exist; run shard again");
        }
        DigestInputStream raw = new DigestInputStream(Storage.of(file, hadoop).open(file), Sha256.digest());
        try {
            ShardReader reader = new ShardReader(file, part.sha256(), raw);
            reader.advance();
            return reader;
        } catch (IOException | InvalidInput broken) {
            raw.close();
            throw broken instanceof InvalidInput invalid ? invalid : damaged(file, broken);
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Document next() {
        if (next == null) {
            throw new NoSuchElementException("part '" + file + "' has no more documents");
        }
        Document document = Json.read(next, Document.class, "a line of part '" + file + "'");
        advance();
        return document;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void advance() {
        try {
            next = lines.readLine();
            if (next == null) {
                requireUnchanged();
            }
        } catch (IOException broken) {
            throw damaged(file, broken);
        }
    }

    private void requireUnchanged() throws IOException {
        long unused = raw.transferTo(OutputStream.nullOutputStream());
        String found = Sha256.hex(raw.getMessageDigest().digest());
        if (!found.equals(sha256)) {
            throw new InvalidInput(
                    "part '%s' has SHA-256 %s, but %s says %s: it was changed since; run shard again, or bring the part back"
                            .formatted(file, found, ShardManifest.FILE, sha256));
        }
    }

    private static InvalidInput damaged(Path file, Exception cause) {
        return new InvalidInput(
                "part '" + file + "' cannot be read: " + Excerpt.reason(cause) + "; if it is damaged, run shard again",
                cause);
    }
}
