package io.tauspark.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers of one size, used again and again: a megabyte per frame and step would keep the collector busy. */
final class BufferPool {
    private final int bytes;
    private final Deque<ByteBuffer> spare = new ArrayDeque<>();

    BufferPool(int bytes) {
        this.bytes = bytes;
    }

    /** An empty buffer that belongs to the caller until it is given back. */
    synchronized ByteBuffer take() {
        ByteBuffer buffer = spare.poll();
        return buffer == null ? ByteBuffer.allocate(bytes) : buffer.clear();
    }

    synchronized void giveBack(ByteBuffer buffer) {
        spare.push(buffer);
    }
}
