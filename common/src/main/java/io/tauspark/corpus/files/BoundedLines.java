package io.tauspark.corpus.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines that end with {@code \n} or {@code \r\n}, and keeps no more of a line than a limit, however long it is.
 * Hadoop's reader cannot count beyond 2 GiB in one line, and Spark's cannot bound one.
 */
final class BoundedLines implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST_LINE_BYTES = 1 << 10;

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private long consumed;

    private byte[] line = new byte[FIRST_LINE_BYTES];
    private int length;
    private boolean cut;

    /** @param limit largest number of bytes of a line, its end not counted */
    BoundedLines(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Goes to the next line; false if there is none. */
    boolean advance() throws IOException {
        length = 0;
        cut = false;
        boolean any = false;
        while (next < end || fill()) {
            any = true;
            int newline = indexOfNewline();
            int stop = newline < 0 ? end : newline;
            keep(stop - next);
            consumed += stop - next;
            next = stop;
            if (newline >= 0) {
                consumed++;
                next++;
                break;
            }
        }
        if (!cut && length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return any;
    }

    /** The bytes of the line, which the next call of {@link #advance} overwrites; only {@link #length} of them count. */
    byte[] line() {
        return line;
    }

    /** Bytes of the line, or one more than the limit if it is longer. */
    int length() {
        return length;
    }

    boolean isTooLong() {
        return length > limit;
    }

    /** Bytes read so far, with the ends of lines. */
    long consumed() {
        return consumed;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(in.read(buffer), 0);
        return end > 0;
    }

    private int indexOfNewline() {
        for (int i = next; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Keeps one byte more than the limit, which tells a line that is too long, or is the end of one that is not. */
    private void keep(int count) {
        int room = limit + 1 - length;
        int kept = Math.min(count, room);
        if (length + kept > line.length) {
            line = Arrays.copyOf(line, Math.max(length + kept, (int) Math.min(2L * line.length, limit + 1L)));
        }
        System.arraycopy(buffer, next, line, length, kept);
        length += kept;
        cut |= count > room;
    }
}
