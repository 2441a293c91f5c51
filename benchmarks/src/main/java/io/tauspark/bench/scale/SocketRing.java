package io.tauspark.bench.scale;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The reference that the exchange is measured against: the ring all-reduce of Patarasuk and Yuan (2009) over bare
 * sockets. Each member sends to its successor while it receives from its predecessor, neither authenticated nor
 * encrypted. It waits for its peers without a bound of its own: the benchmark ends a process that takes too long.
 */
final class SocketRing implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 20;

    private final int rank;
    private final int members;
    private final Duration limit;
    private final SocketChannel next;
    private final SocketChannel previous;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ring sender");
        thread.setDaemon(true);
        return thread;
    });
    private final ByteBuffer out = piece();
    private final ByteBuffer in = piece();
    private final float[] terms = new float[PIECE_BYTES / Float.BYTES];

    private SocketRing(int rank, int members, Duration limit, SocketChannel next, SocketChannel previous) {
        this.rank = rank;
        this.members = members;
        this.limit = limit;
        this.next = next;
        this.previous = previous;
    }

    /** @param cards takes a text of this member and returns those of all, by rank */
    static SocketRing connect(int rank, int members, Function<String, String[]> cards, Duration limit)
            throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0))) {
            String[] ports = cards.apply(Integer.toString(server.socket().getLocalPort()));
            SocketChannel next =
                    SocketChannel.open(new InetSocketAddress(here, Integer.parseInt(ports[(rank + 1) % members])));
            next.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.socket().setSoTimeout((int) limit.toMillis());
            return new SocketRing(
                    rank, members, limit, next, server.socket().accept().getChannel());
        }
    }

    /** Replaces each value by its sum over all members, which must call this at the same time. */
    void sum(float[] values) throws IOException {
        int[] bounds = EvenSlices.bounds(members, values.length);
        for (int step = 0; step < members - 1; step++) {
            pass(values, bounds, rank - step, rank - step - 1, true);
        }
        for (int step = 0; step < members - 1; step++) {
            pass(values, bounds, rank + 1 - step, rank - step, false);
        }
    }

    @Override
    public void close() throws IOException {
        sender.shutdownNow();
        next.close();
        previous.close();
    }

    /** Sends one slice, and adds another to what is there or puts it in its place. */
    private void pass(float[] values, int[] bounds, int sent, int received, boolean add) throws IOException {
        int mine = Math.floorMod(sent, members);
        Future<Void> sending = sender.submit(() -> {
            send(values, bounds[mine], bounds[mine + 1]);
            return null;
        });
        int theirs = Math.floorMod(received, members);
        receive(values, bounds[theirs], bounds[theirs + 1], add);
        try {
            Void unused = sending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException broken) {
            throw new IOException("the ring could not send", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the ring was sending", interrupted);
        }
    }

    private void send(float[] values, int start, int end) throws IOException {
        for (int at = start; at < end; at += terms.length) {
            int count = Math.min(terms.length, end - at);
            out.clear().asFloatBuffer().put(values, at, count);
            out.limit(count * Float.BYTES);
            while (out.hasRemaining()) {
                int unused = next.write(out);
            }
        }
    }

    private void receive(float[] values, int start, int end, boolean add) throws IOException {
        for (int at = start; at < end; at += terms.length) {
            int count = Math.min(terms.length, end - at);
            in.clear().limit(count * Float.BYTES);
            while (in.hasRemaining()) {
                if (previous.read(in) < 0) {
                    throw new IOException("the ring's previous member has gone");
                }
            }
            in.flip();
            if (add) {
                in.asFloatBuffer().get(terms, 0, count);
                add(values, at, count);
            } else {
                in.asFloatBuffer().get(values, at, count);
            }
        }
    }

    private void add(float[] values, int at, int count) {
        for (int i = 0; i < count; i++) {
            values[at + i] += terms[i];
        }
    }

    private static ByteBuffer piece() {
        return ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.nativeOrder());
    }
}
