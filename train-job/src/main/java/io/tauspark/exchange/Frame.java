package io.tauspark.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * A message between two members: a header that says what it is, then at most {@link #CONTENT_BYTES} of content, all
 * little-endian.
 *
 * @param label what it is
 * @param content from position to limit
 */
record Frame(Label label, ByteBuffer content) {
    /** A quarter of a megabyte: frames four times as large were no faster between two JVMs, and need more memory. */
    static final int CONTENT_BYTES = 1 << 18;

    private static final int HEADER_BYTES = 5 * Integer.BYTES + Long.BYTES;

    enum Kind {
        /** Opens a connection: the operation is the receiver's ticket, the offset the sender's rank. */
        HELLO('H', "its greeting"),
        /** A member's own values of a slice that the receiver adds up. */
        TERM('T', "its terms of a sum"),
        /** Values of the slice that the sender owns. */
        SLICE('S', "its slice"),
        /** A part of a payload that every member gets. */
        PAYLOAD('P', "its payload"),
        /** The sender needs nothing more, and goes. */
        BYE('B', "its farewell");

        private final int code;
        private final String text;

        Kind(int code, String text) {
            this.code = code;
            this.text = text;
        }

        private static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(String.format(Locale.ROOT, "a frame has no kind %d", code));
        }
    }

    /**
     * @param operation of the exchange, counted from 0
     * @param width bytes of each value as it travels
     * @param length values of the whole that the operation is about
     * @param offset which of them the content begins with
     * @param bytes of the content
     */
    record Label(Kind kind, long operation, int width, int length, int offset, int bytes) {

        Label {
            if (width < 1 || width > Float.BYTES || length < 0 || offset < 0 || bytes < 0 || bytes > CONTENT_BYTES) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "a frame has no %d bytes from %d of %d values of %d bytes",
                        bytes,
                        offset,
                        length,
                        width));
            }
        }

        /** The label of a frame without content. */
        static Label empty(Kind kind, long operation, int offset) {
            return new Label(kind, operation, 1, 0, offset, 0);
        }

        /** Part of a payload, given where it begins. */
        static Label ofPayload(long operation, int length, int offset) {
            return new Label(Kind.PAYLOAD, operation, 1, length, offset, Math.min(CONTENT_BYTES, length - offset));
        }

        /** The header of the frame, to be sent before its content. */
        ByteBuffer header() {
            return ByteBuffer.allocate(HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(kind.code)
                    .putLong(operation)
                    .putInt(width)
                    .putInt(length)
                    .putInt(offset)
                    .putInt(bytes)
                    .flip();
        }

        /** @throws IllegalArgumentException if it is not the header of a frame */
        static Label of(ByteBuffer header) {
            if (header.remaining() != HEADER_BYTES) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "the header of a frame has not %d bytes", header.remaining()));
            }
            ByteBuffer little = header.order(ByteOrder.LITTLE_ENDIAN);
            return new Label(
                    Kind.of(little.getInt()),
                    little.getLong(),
                    little.getInt(),
                    little.getInt(),
                    little.getInt(),
                    little.getInt());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s (operation %d, %d bytes from %d of %d, %d each)",
                    kind.text,
                    operation,
                    bytes,
                    offset,
                    length,
                    width);
        }
    }
}
