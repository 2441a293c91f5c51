package io.tauspark.corpus.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip or zlib stream, member after member. As for gzip's own program, zeros after a member are
 * padding, which tapes and block devices leave; anything else there is an error. Java's reader takes both for the end,
 * and Hadoop's both for damage.
 *
 * <p>Source: RFC 1950 and 1952.
 */
final class DeflateStream extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int CHECKED_HEADER = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    /** Time, what the compressor did, and the operating system, which nobody needs. */
    private static final int UNUSED_HEADER_BYTES = 6;

    private final InputStream raw;
    private final boolean gzip;
    private final Inflater inflater;
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private boolean inMember;
    private boolean ended;

    /** @param gzip whether members are of gzip rather than of zlib */
    DeflateStream(InputStream raw, boolean gzip) {
        this.raw = raw;
        this.gzip = gzip;
        inflater = new Inflater(gzip);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !enter()) {
                ended = true;
                break;
            }
            int count = inflated(into, offset, length);
            if (count > 0) {
                checksum.update(into, offset, count);
                return count;
            }
            if (inflater.finished()) {
                leave();
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        raw.close();
    }

    private int inflated(byte[] into, int offset, int length) throws IOException {
        if (inflater.needsInput() && !inflater.finished()) {
            if (next == end && !fill()) {
                throw cut();
            }
            inflater.setInput(buffer, next, end - next);
        }
        try {
            int count = inflater.inflate(into, offset, length);
            next = end - inflater.getRemaining();
            if (inflater.needsDictionary()) {
                throw new IOException("its data need a dictionary");
            }
            return count;
        } catch (DataFormatException damaged) {
            throw new IOException("its compressed data are damaged (" + damaged.getMessage() + ")", damaged);
        }
    }

    /** Goes to the next member, over padding; false if there is none. The first must be there. */
    private boolean enter() throws IOException {
        boolean first = !inflater.finished();
        if (!first) {
            int skipped;
            do {
                if (next == end && !fill()) {
                    return false;
                }
                skipped = buffer[next];
                next += skipped == 0 ? 1 : 0;
            } while (skipped == 0);
            inflater.reset();
        }
        checksum.reset();
        if (gzip) {
            header(first);
        } else if (next == end && !fill()) {
            throw cut();
        }
        inMember = true;
        return true;
    }

    private void header(boolean first) throws IOException {
        if (number(2) != MAGIC || number(1) != DEFLATE) {
            throw new IOException(
                    first
                            ? "it is no gzip file"
                            : "behind its compressed data lie others that are no gzip; cut them off");
        }
        int flags = (int) number(1);
        if ((flags & RESERVED) != 0) {
            throw new IOException("its gzip header is damaged");
        }
        skip(UNUSED_HEADER_BYTES);
        if ((flags & EXTRA) != 0) {
            skip((int) number(2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & CHECKED_HEADER) != 0) {
            skip(2);
        }
    }

    private void leave() throws IOException {
        if (gzip) {
            long sum = number(4);
            long length = number(4);
            if (sum != checksum.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
                throw new IOException("its compressed data are damaged (wrong checksum or length)");
            }
        }
        inMember = false;
    }

    private void skipText() throws IOException {
        while (number(1) != 0) {
            // Up to the zero that ends it.
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            number(1);
        }
    }

    /** A number of so many bytes, the lowest first. */
    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            if (next == end && !fill()) {
                throw cut();
            }
            number |= (long) Byte.toUnsignedInt(buffer[next++]) << (Byte.SIZE * i);
        }
        return number;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(raw.read(buffer), 0);
        return end > 0;
    }

    private static EOFException cut() {
        return new EOFException("its compressed data end too early; it was cut, or is still being written");
    }
}
