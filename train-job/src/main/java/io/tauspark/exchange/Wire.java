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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.protocol.OneWayMessage;

/**
 * Connections from every member of an exchange to every other. The frames of one sender arrive in the order in which
 * they were sent and wait here until they are received.
 *
 * <p>Each pair has two connections, one for each direction: what comes in on a connection ends with a farewell or with
 * a loss, and the two cannot be confused.
 */
final class Wire implements AutoCloseable {
    /** Frames that may be under way to one peer: enough to keep the network busy while the next is filled. */
    private static final int WINDOW = 16;

    /**
     * Time for a last message, which is short; a peer that cannot take it in this time will notice the closed
     * connection instead.
     */
    private static final Duration LAST_MESSAGE = Duration.ofSeconds(2);

    /** Time between a failure to send and the peer being lost. */
    private static final Duration LOSS_DELAY = Duration.ofSeconds(1);

    /** The index of the ticket on a member's card, after rank, host and port. */
    private static final int TICKET = 3;

    private final int rank;
    private final Watch watch;
    final Endpoint endpoint;
    private final List<Inbox> inboxes;
    private final Map<Integer, TransportClient> clients = new ConcurrentSkipListMap<>();

    /** Frames to each peer that it has not taken yet. Guarded by the watch. */
    private final int[] underWay;

    private final BufferPool buffers = new BufferPool(Frame.CONTENT_BYTES);

    /** Only who knows it may greet: a member of this exchange, not one of an earlier attempt, nor a stranger. */
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
        this.underWay = new int[size];
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

    /** An empty buffer for the content of a frame; to be sent, or released. */
    ByteBuffer take() {
        return buffers.take();
    }

    /** Sends what is in the buffer up to its position; the buffer then belongs to the wire. Waits if much is under way. */
    void send(int to, Label label, ByteBuffer content) {
        int unused = watch.await(
                () -> underWay[to] < WINDOW ? underWay[to] : null,
                () -> inboxes.get(to) + " to take what was sent to it; it is connected but does not read");
        post(to, label, content.flip());
    }

    /**
     * The next frame of a member, which must be the expected one. Release it when its content has been used.
     *
     * @throws ExchangeFailed if it is another, or does not come
     */
    Frame receive(int from, Label expected) {
        return receive(from, expected, expected::equals);
    }

    /** The next frame of a member, which must be such as the expected one in a respect of the caller's. */
    Frame receive(int from, Label expected, Predicate<Label> right) {
        Inbox inbox = inboxes.get(from);
        Frame frame = watch.await(
                () -> inbox.poll(expected), () -> "%s to send %s; %s".formatted(inbox, expected, inbox.state()));
        if (!right.test(frame.label())) {
            String reason = String.format(
                    Locale.ROOT,
                    "%s sent %s where rank %d expected %s: members must run the same operations in the same order",
                    inbox,
                    frame.label(),
                    rank,
                    expected);
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
        List<Integer> present = clients.keySet().stream()
                .filter(peer -> !inboxes.get(peer).hasLeft())
                .toList();
        // A connection that is closed before its answers were read may take along what it sent last.
        boolean unusedTaken =
                watch.holdsWithin(LAST_MESSAGE, () -> present.stream().allMatch(peer -> underWay[peer] == 0));
        List<ChannelFuture> farewells = present.stream()
                .map(peer -> sendLabel(peer, Label.empty(Kind.BYE, 0, 0)))
                .toList();
        long deadline = System.nanoTime() + LAST_MESSAGE.toNanos();
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
        ChannelFuture unused = sendLabel(other, Label.empty(Kind.HELLO, Long.parseLong(fields[TICKET]), rank));
    }

    /** Sends a frame without content, which is not answered: nobody could answer a farewell who leaves too. */
    private ChannelFuture sendLabel(int to, Label label) {
        return requireNonNull(clients.get(to))
                .getChannel()
                .writeAndFlush(new OneWayMessage(new NioManagedBuffer(label.header())))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        sendingFailed(to, done.cause());
                    }
                });
    }

    /**
     * Frames travel as uploads, the one way in which the network library hands over what arrives as it arrives; of a
     * message it makes an array first. Every frame is answered when it has been taken.
     */
    private void post(int to, Label label, ByteBuffer content) {
        watch.change(() -> underWay[to]++);
        long unused = requireNonNull(clients.get(to))
                .uploadStream(
                        new NioManagedBuffer(label.header()), new NioManagedBuffer(content), new RpcResponseCallback() {
                            @Override
                            public void onSuccess(ByteBuffer answer) {
                                buffers.giveBack(content);
                                watch.change(() -> underWay[to]--);
                            }

                            @Override
                            public void onFailure(Throwable cause) {
                                // The buffer is left to the collector: the network may still read it.
                                watch.change(() -> underWay[to]--);
                                sendingFailed(to, cause);
                            }
                        });
    }

    /**
     * Takes a peer for lost a while after a failure to send: what it says on its own connection, a farewell or nothing
     * more, tells better what happened; it may be on its way.
     */
    private void sendingFailed(int to, Throwable cause) {
        if (!closed.get()) {
            Future<?> unused = requireNonNull(clients.get(to))
                    .getChannel()
                    .eventLoop()
                    .schedule(
                            () -> lost(inboxes.get(to), "sending to it failed: " + cause.getMessage()),
                            LOSS_DELAY.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void lost(Inbox peer, String how) {
        watch.change(() -> {
            if (!peer.hasLeft()) {
                watch.fail("%s was lost: %s".formatted(peer, how));
            }
        });
    }

    /** The handling of frames by network threads: they file them under their sender, whom the greeting names. */
    private final class Incoming extends Endpoint.Mailbox {
        private final Map<ChannelId, Inbox> senders = new ConcurrentHashMap<>();

        @Override
        public StreamCallbackWithID receiveStream(
                TransportClient from, ByteBuffer header, RpcResponseCallback unusedAnswer) {
            Inbox sender = senders.get(from.getChannel().id());
            if (sender == null) {
                from.close();
                throw new IllegalStateException("content from one who has not greeted");
            }
            try {
                Label label = Label.of(header);
                return new Arrival(
                        label,
                        buffers.take(),
                        frame -> watch.change(() -> sender.add(frame)),
                        how -> broken(sender, how));
            } catch (RuntimeException refused) {
                // The network library closes the connection, but tells only its log why.
                broken(sender, String.valueOf(refused.getMessage()));
                throw refused;
            }
        }

        /** A greeting or a farewell. */
        @Override
        public void receive(TransportClient from, ByteBuffer message) {
            ChannelId channel = from.getChannel().id();
            Inbox sender = senders.get(channel);
            try {
                Label label = Label.of(message);
                if (sender != null && label.kind() == Kind.BYE) {
                    watch.change(sender::leave);
                } else if (sender == null && label.kind() == Kind.HELLO && label.operation() == ticket) {
                    Inbox greeting = inboxes.get(label.offset());
                    senders.put(channel, greeting);
                    watch.change(greeting::greet);
                } else {
                    throw new IllegalArgumentException(label + " is not expected");
                }
            } catch (RuntimeException refused) {
                // The network library would only log it, and the training thread would wait in vain.
                if (sender != null) {
                    broken(sender, String.valueOf(refused.getMessage()));
                }
                from.close();
            }
        }

        private void broken(Inbox sender, String how) {
            lost(sender, "it sent what cannot be read: " + how);
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
