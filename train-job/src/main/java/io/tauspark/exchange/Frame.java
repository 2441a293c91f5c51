package io.tauspark.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message between two members: a header that says what it is, then at most {@link #CONTENT_BYTES} of content, all
 * little-endian.
 *
 * @param label what it is
 * @param content from position to limit
 */
record Frame(Label label, ByteBuffer content) {
    /** One megabyte: larger frames were no faster between two executors, and need more memory. */
    static final int CONTENT_BYTES = 1 << 20;

    static final int HEADER_BYTES = 3 * Integer.BYTES + Long.BYTES;

    enum Kind {
        /** Opens a connection: the operation is the receiver's ticket, the offset the sender's rank. */
        HELLO('H', "its greeting"),
        /** A member's own values of a slice that the receiver adds up. */
        TERM('T', "its terms of a sum"),
        /** A slice that the sender has added up. */
        TOTAL('S', "its totals of a sum"),
        /** A payload that every member gets. */
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
            throw new IllegalArgumentException("a frame has no kind %d".formatted(code));
        }
    }

    /**
     * @param operation of the exchange, counted from 0
     * @param length size of the whole array that the operation is about; 0 if the members' sizes may differ
     * @param offset where in it the content begins
     */
    record Label(Kind kind, long operation, int length, int offset) {
        @Override
        public String toString() {
            return "%s (operation %d, from %d of %d)".formatted(kind.text, operation, offset, length);
        }
    }

    Kind kind() {
        return label.kind;
    }

    /** Puts the header into an empty buffer; the content is to follow. */
    static ByteBuffer begin(Label label, ByteBuffer buffer) {
        return buffer.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(label.kind.code)
                .putLong(label.operation)
                .putInt(label.length)
                .putInt(label.offset);
    }

    /** Reads the header; the content stays in the message. */
    static Frame of(ByteBuffer message) {
        if (message.remaining() < HEADER_BYTES || message.remaining() > HEADER_BYTES + CONTENT_BYTES) {
            throw new IllegalArgumentException("a frame has no %d bytes".formatted(message.remaining()));
        }
        ByteBuffer little = message.order(ByteOrder.LITTLE_ENDIAN);
        Label label = new Label(Kind.of(little.getInt()), little.getLong(), little.getInt(), little.getInt());
        return new Frame(label, little);
    }

    /** The same frame with its content in an empty buffer of its own. */
    Frame copiedTo(ByteBuffer buffer) {
        return new Frame(label, buffer.put(content).flip().order(ByteOrder.LITTLE_ENDIAN));
    }
}
