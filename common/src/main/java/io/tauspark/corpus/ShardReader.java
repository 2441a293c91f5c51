package io.tauspark.corpus;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The documents of one part, in the order in which they were written, without holding the part in memory. */
public final class ShardReader implements Iterator<Document>, AutoCloseable {
    private final Path file;
    private final BufferedReader lines;
    private @Nullable String next;

    private ShardReader(Path file, BufferedReader lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Opens a part.
     *
     * @param shards the directory of the shards
     * @throws InvalidInput if the part is not there or no gzip file; {@link #next()} throws it for a damaged one
     */
    public static ShardReader open(Path shards, ShardPart part, Configuration hadoop) throws IOException {
        Path file = new Path(shards, part.path());
        if (!Storage.of(file, hadoop).exists(file)) {
            throw new InvalidInput("part '" + file + "' does not exist; run shard again");
        }
        var raw = Storage.of(file, hadoop).open(file);
        try {
            var gzip = new GZIPInputStream(raw);
            ShardReader reader =
                    new ShardReader(file, new BufferedReader(new InputStreamReader(gzip, StandardCharsets.UTF_8)));
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
        } catch (IOException broken) {
            throw damaged(file, broken);
        }
    }

    private static InvalidInput damaged(Path file, Exception cause) {
        return new InvalidInput(
                "part '" + file + "' cannot be read: " + cause.getMessage() + "; if it is damaged, run shard again",
                cause);
    }
}
