package io.tauspark.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelId;
import io.tauspark.exchange.Frame.Kind;
import io.tauspark.exchange.Frame.Label;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.protocol.OneWayMessage;

/**
 * Connections from every member of a gang to every other. The frames of one sender arrive in the order in which they
 * were sent and wait here until they are received, however far ahead the sender is.
 *
 * <p>Each pair has two connections, one for each direction: what comes in on a connection ends with a farewell or with
 * a loss, and the two cannot be confused.
 */
final class Wire implements AutoCloseable {
    /** Frames that may be under way to one peer: enough to keep the network busy while the next is filled. */
    private static final int WINDOW = 8;

    /** A farewell is short; a peer that cannot take it in this time will notice the closed connection instead. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** Where on a member's card its ticket stands, after rank, host and port. */
    private static final int TICKET = 3;

    private final int rank;
    private final Watch watch;
    final Endpoint endpoint;
    private final List<Inbox> inboxes;
    private final Map<Integer, TransportClient> clients = new TreeMap<>();
    private final int[] unsent;
    private final BufferPool buffers = new BufferPool(Frame.HEADER_BYTES + Frame.CONTENT_BYTES);

    /** Only who knows it may greet: a member of this gang, not one of an earlier attempt, nor a stranger. */
    private final long ticket = new SecureRandom().nextLong();

    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Connects to all members, which must do so at the same time.
     *
     * @param allGather takes this member's text, returns the texts of all members; called once
     * @param cancelled looked at during every wait
     * @throws ExchangeFailed if a member cannot be reached
     */
    Wire(
            int rank,
            int size,
            Function<String, String[]> allGather,
            Transport transport,
            Duration limit,
            BooleanSupplier cancelled) {
        this.rank = rank;
        this.watch = new Watch(limit, cancelled);
        this.inboxes = IntStream.range(0, size).mapToObj(Inbox::new).toList();
        this.unsent = new int[size];
        this.endpoint = new Endpoint(transport, new Incoming());
        try {
            String card = String.join("\t", "" + rank, transport.host(), "" + endpoint.listen(), "" + ticket);
            for (String other : allGather.apply(card)) {
                connect(other);
            }
            for (Inbox inbox : inboxes) {
                if (inbox != inboxes.get(rank)) {
                    Inbox unused = watch.await(inbox::ifGreeted, () -> inbox + " to connect");
                }
            }
        } catch (RuntimeException | Error broken) {
            endpoint.close();
            throw broken;
        }
    }

    /** A buffer with the header in place; put the content after it, then send it. */
    ByteBuffer begin(Label label) {
        return Frame.begin(label, buffers.take());
    }

    /** Sends what is in the buffer up to its position; the buffer then belongs to the wire. Waits if much is under way. */
    void send(int to, ByteBuffer frame) {
        int unusedCount = watch.await(
                () -> unsent[to] < WINDOW ? ++unsent[to] : null,
                () -> inboxes.get(to) + " to take what was sent to it; it is connected but does not read");
        ChannelFuture unusedFuture = post(to, frame).addListener(done -> watch.change(() -> unsent[to]--));
    }

    /**
     * The next frame of a member, which must be the expected one. Release it when its content has been used.
     *
     * @throws ExchangeFailed if it is another, or does not come
     */
    Frame receive(int from, Label expected) {
        Inbox inbox = inboxes.get(from);
        Frame frame = watch.await(
                () -> inbox.poll(expected), () -> "%s to send %s; %s".formatted(inbox, expected, inbox.state()));
        if (!frame.label().equals(expected)) {
            String reason =
                    "%s sent %s where rank %d expected %s: members must run the same operations in the same order"
                            .formatted(inbox, frame.label(), rank, expected);
            watch.fail(reason);
            throw new ExchangeFailed(reason);
        }
        return frame;
    }

    void release(Frame frame) {
        buffers.giveBack(frame.content());
    }

    /** Says farewell, so that the others do not take it for a loss, and frees ports and threads. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        watch.fail("the exchange was closed");
        List<ChannelFuture> farewells = clients.keySet().stream()
                .filter(to -> !inboxes.get(to).hasLeft())
                .map(to -> post(to, begin(new Label(Kind.BYE, 0, 0, 0))))
                .toList();
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        for (ChannelFuture farewell : farewells) {
            boolean unused = farewell.awaitUninterruptibly(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        endpoint.close();
    }

    private void connect(String card) {
        String[] fields = card.split("\t", -1);
        int other = Integer.parseInt(fields[0]);
        if (other == rank) {
            return;
        }
        String host = fields[1];
        int port = Integer.parseInt(fields[2]);
        Inbox inbox = inboxes.get(other);
        watch.change(() -> inbox.isAt(host, port));
        clients.put(other, endpoint.connect(host, port, "rank " + other));
        ChannelFuture unused = post(other, begin(new Label(Kind.HELLO, Long.parseLong(fields[TICKET]), 0, rank)));
    }

    private ChannelFuture post(int to, ByteBuffer frame) {
        return requireNonNull(clients.get(to))
                .getChannel()
                .writeAndFlush(new OneWayMessage(new NioManagedBuffer(frame.flip())))
                .addListener(done -> {
                    // Netty reads the buffer until the write is complete, perhaps while the next operation runs.
                    buffers.giveBack(frame);
                    if (!done.isSuccess()) {
                        lost(inboxes.get(to), "sending to it failed: " + done.cause());
                    }
                });
    }

    private void lost(Inbox peer, String how) {
        watch.change(() -> {
            if (!peer.hasLeft()) {
                watch.fail("%s was lost: %s".formatted(peer, how));
            }
        });
    }

    /** What network threads do with frames: file them under their sender, whom the greeting names. */
    private final class Incoming extends Endpoint.Mailbox {
        private final Map<ChannelId, Inbox> senders = new ConcurrentHashMap<>();

        @Override
        public void receive(TransportClient from, ByteBuffer message) {
            ChannelId channel = from.getChannel().id();
            Inbox sender = senders.get(channel);
            try {
                Frame frame = Frame.of(message);
                if (sender != null) {
                    Frame kept = frame.copiedTo(buffers.take());
                    watch.change(() -> sender.add(kept));
                } else if (frame.kind() == Kind.HELLO && frame.label().operation() == ticket) {
                    Inbox greeting = inboxes.get(frame.label().offset());
                    senders.put(channel, greeting);
                    watch.change(greeting::greet);
                } else {
                    from.close();
                }
            } catch (RuntimeException broken) {
                // The network library would only log it, and the training thread would wait in vain.
                if (sender != null) {
                    lost(sender, "it sent what cannot be read: " + broken.getMessage());
                }
            }
        }

        @Override
        public void channelInactive(TransportClient from) {
            Inbox sender = senders.remove(from.getChannel().id());
            if (sender != null) {
                lost(sender, "its connection closed without a farewell");
            }
        }
    }
}
