package io.tauspark.memory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Bytes as a Parquet input, so that what is parsed is exactly what was hashed. */
final class InMemoryFile implements InputFile {
    private final byte[] content;

    InMemoryFile(byte[] content) {
        this.content = content;
    }

    @Override
    public long getLength() {
        return content.length;
    }

    /** The name of the file in messages of Parquet's library. */
    @Override
    public String toString() {
        return "it";
    }

    @Override
    public SeekableInputStream newStream() {
        Cursor cursor = new Cursor(content);
        return new DelegatingSeekableInputStream(cursor) {
            @Override
            public long getPos() {
                return cursor.position();
            }

            @Override
            public void seek(long position) throws IOException {
                cursor.seek(position);
            }
        };
    }

    private static final class Cursor extends ByteArrayInputStream {
        Cursor(byte[] content) {
            super(content);
        }

        synchronized int position() {
            return pos;
        }

        synchronized void seek(long position) throws IOException {
            if (position < 0 || position > count) {
                throw new IOException(
                        String.format(Locale.ROOT, "position %d lies outside of %d bytes", position, count));
            }
            pos = (int) position;
        }
    }
}
