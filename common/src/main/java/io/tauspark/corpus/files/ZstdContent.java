package io.tauspark.corpus.files;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;

/**
 * The content of Zstandard frames, one after the other. A frame says how much memory its reader must have for what was
 * read before, its window, which {@code zstd --long} makes large.
 *
 * <p>Source: RFC 8878, section 3.1.1.1.
 */
final class ZstdContent extends FilterInputStream {
    /** The longest frame header, and the magic number before it. */
    private static final int HEADER = 18;

    private static final int MAGIC_BYTES = 4;
    private static final int SKIPPABLE = 0x184d2a5;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int SMALLEST_LOG = 10;
    private static final int LARGEST_LOG = 31;
    private static final int EIGHTHS = 0b111;

    private final long allowed;
    private final byte[] header;

    /** @param allowed bytes of the largest window */
    ZstdContent(InputStream raw, long allowed) throws IOException {
        this(new PushbackInputStream(raw, HEADER), allowed);
    }

    private ZstdContent(PushbackInputStream raw, long allowed) throws IOException {
        super(new ZstdInputStream(raw).setLongMax(log(allowed)));
        this.allowed = allowed;
        header = raw.readNBytes(HEADER);
        raw.unread(header);
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (ZstdIOException broken) {
            throw explained(broken);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (ZstdIOException broken) {
            throw explained(broken);
        }
    }

    /** Whether a frame begins here that holds no data. */
    static boolean isSkippable(byte[] head) {
        return head.length >= MAGIC_BYTES && number(head, 0, MAGIC_BYTES) >>> 4 == SKIPPABLE;
    }

    /** The power of two of the window that a frame asks for, or 0 if its header is not one with data. */
    static int neededLog(byte[] header) {
        if (header.length < HEADER || isSkippable(header)) {
            return 0;
        }
        int descriptor = Byte.toUnsignedInt(header[MAGIC_BYTES]);
        if ((descriptor & SINGLE_SEGMENT) == 0) {
            int window = Byte.toUnsignedInt(header[MAGIC_BYTES + 1]);
            return SMALLEST_LOG + (window >>> 3) + ((window & EIGHTHS) == 0 ? 0 : 1);
        }
        // The content is its own window, and its size stands behind the number of a dictionary.
        int dictionary = new int[] {0, 1, 2, 4}[descriptor & 0b11];
        int size = new int[] {1, 2, 4, 8}[descriptor >>> 6];
        long content = number(header, MAGIC_BYTES + 1 + dictionary, size);
        return Long.SIZE - Long.numberOfLeadingZeros(content - 1);
    }

    private IOException explained(ZstdIOException broken) {
        long code = broken.getErrorCode();
        if (code == Zstd.errFrameParameterWindowTooLarge()) {
            return new IOException(tooLarge(neededLog(header)), broken);
        }
        if (code == Zstd.errPrefixUnknown()) {
            return new IOException("behind its compressed data lie others that are no Zstandard; cut them off", broken);
        }
        if (String.valueOf(broken.getMessage()).contains("Truncated")) {
            return new IOException("its compressed data end too early; it was cut, or is still being written", broken);
        }
        return new IOException("its compressed data are damaged (" + broken.getMessage() + ")", broken);
    }

    private String tooLarge(int log) {
        if (log <= log(allowed)) {
            return "a part of it needs a larger window than zstd-window = %s; set zstd-window=2GiB"
                    .formatted(size(log(allowed)));
        }
        return log > LARGEST_LOG
                ? "it needs a window of more than 2GiB, which no setting allows; compress it again with --long=31"
                : "it needs a window of %s, more than zstd-window = %s; set zstd-window=%s"
                        .formatted(size(log), size(log(allowed)), size(log));
    }

    private static int log(long bytes) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes);
    }

    private static String size(int log) {
        String[] units = {"KiB", "MiB", "GiB"};
        int unit = log / SMALLEST_LOG - 1;
        return String.format(Locale.ROOT, "%d%s", 1L << (log - SMALLEST_LOG * (unit + 1)), units[unit]);
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number |= (long) Byte.toUnsignedInt(bytes[from + i]) << (Byte.SIZE * i);
        }
        return number;
    }
}
