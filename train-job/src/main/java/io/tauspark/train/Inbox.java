package io.tauspark.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one other member has sent and this one has not received yet. Guarded by the {@link Watch}. */
final class Inbox {
    private final int rank;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private String address = "address unknown";
    private boolean greeted;
    private boolean left;

    Inbox(int rank) {
        this.rank = rank;
    }

    void isAt(String host, int port) {
        address = host + ":" + port;
    }

    void greet() {
        greeted = true;
    }

    @Nullable
    Inbox ifGreeted() {
        return greeted ? this : null;
    }

    void add(Frame frame) {
        if (frame.kind() == Frame.Kind.BYE) {
            left = true;
        } else {
            frames.add(frame);
        }
    }

    boolean hasLeft() {
        return left;
    }

    /** The oldest frame, or null if it has yet to come. */
    @Nullable
    Frame poll(Frame.Label expected) {
        Frame frame = frames.poll();
        if (frame == null && left) {
            throw new ExchangeFailed("%s left before it sent %s".formatted(this, expected));
        }
        return frame;
    }

    @Override
    public String toString() {
        return "rank %d (%s)".formatted(rank, address);
    }
}
