package io.tauspark.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one other member has sent and this one has not received yet. Guarded by the {@link Watch}, but for
 * {@link #hasLeft}.
 */
final class Inbox {
    /**
     * A member that fails says farewell as well. Spark then cancels the others and reports the true cause; a complaint
     * before that would be reported in its place.
     */
    private static final Duration UNTIL_CANCELLED = Duration.ofSeconds(5);

    private final int rank;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private String address = "address unknown";
    private boolean greeted;
    private volatile boolean left;
    private long leftAt;

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
        frames.add(frame);
    }

    void leave() {
        leftAt = System.nanoTime();
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    /**
     * The oldest frame, or null if it has yet to come.
     *
     * @throws ExchangeFailed if it cannot come any more
     */
    @Nullable
    Frame poll(Frame.Label expected) {
        Frame frame = frames.poll();
        if (frame == null && left && System.nanoTime() - leftAt >= UNTIL_CANCELLED.toNanos()) {
            throw new ExchangeFailed("%s left before it sent %s".formatted(this, expected));
        }
        return frame;
    }

    String state() {
        return left ? "it has left" : "it is connected but silent";
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "rank %d (%s)", rank, address);
    }
}
