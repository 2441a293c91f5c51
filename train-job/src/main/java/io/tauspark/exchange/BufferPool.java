package io.tauspark.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Little-endian buffers of one size, used again and again. They lie outside the heap: a socket copies what lies in it
 * once more.
 */
final class BufferPool {
    private final int bytes;
    private final Deque<ByteBuffer> spare = new ArrayDeque<>();

    BufferPool(int bytes) {
        this.bytes = bytes;
    }

    /** An empty buffer that belongs to the caller until it is given back. */
    synchronized ByteBuffer take() {
        ByteBuffer buffer = spare.poll();
        return buffer == null ? ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN) : buffer.clear();
    }

    synchronized void giveBack(ByteBuffer buffer) {
        spare.push(buffer);
    }
}
