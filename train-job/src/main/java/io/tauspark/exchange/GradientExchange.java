package io.tauspark.exchange;

import io.tauspark.exchange.Frame.Kind;
import io.tauspark.exchange.Frame.Label;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Sums arrays over the members of a barrier stage and hands out what was made of them, for one thread per member. All
 * members must run the same operations with the same bounds in the same order. After an exception the exchange is of no
 * further use, and an array that was being exchanged holds neither its old values nor the result.
 *
 * <p>Each member owns a slice of the array, which may be empty. A reduce-scatter leaves the sum of the slice at its owner,
 * an all-gather copies it to all others; of an array divided evenly a member sends and receives about once the whole in
 * either, whatever the number of members. Terms are added in float32 in the fixed order of {@link PairwiseSum} over the
 * rank, so the bits of a sum depend neither on who owns it nor on the run.
 *
 * <p>Traffic goes directly between members over Spark's network library. Spark's own {@code barrier()} and
 * {@code allGather()} take a second for each call (they poll), so one of them is used once, to exchange addresses.
 */
public final class GradientExchange implements AutoCloseable {
    /**
     * Frames of a slice that a member sends before it needs the first of another member: enough to keep the network busy,
     * and a bound for what waits in memory.
     */
    private static final int AHEAD = 8;

    private final int rank;
    private final int size;
    private final @Nullable Wire wire;
    private final float[][] terms;
    private final Map<WireType, Encoding> encodings = new EnumMap<>(WireType.class);
    private long operations;

    /** An exchange with an open wire, or without any if there is a single member. */
    GradientExchange(int rank, int size, @Nullable Wire wire) {
        this.rank = rank;
        this.size = size;
        this.wire = wire;
        this.terms = new float[size][Encoding.BLOCK];
    }

    /**
     * Joins the exchange of a barrier stage; every task of the stage must do so. Closed with the task at the latest.
     *
     * @param timeout longest wait for another member, at every step
     */
    public static GradientExchange of(BarrierTaskContext context, Duration timeout) {
        GradientExchange exchange = connect(
                context.partitionId(),
                context.numPartitions(),
                context::allGather,
                Transport.ofThisJvm(timeout),
                timeout,
                context::isInterrupted);
        BarrierTaskContext unused =
                context.addTaskCompletionListener((TaskCompletionListener) task -> exchange.close());
        return exchange;
    }

    /**
     * Joins an exchange outside a barrier stage.
     *
     * @param allGather takes a text of this member and returns the texts of all members; called at most once
     * @param cancelled looked at during every wait
     */
    public static GradientExchange connect(
            int rank,
            int size,
            Function<String, String[]> allGather,
            Transport transport,
            Duration timeout,
            BooleanSupplier cancelled) {
        return new GradientExchange(
                rank, size, size == 1 ? null : new Wire(rank, size, allGather, transport, timeout, cancelled));
    }

    /** This member's number, from 0. */
    public int rank() {
        return rank;
    }

    /** The number of members. */
    public int size() {
        return size;
    }

    /**
     * Replaces the values of this member's slice by their sums over all members. What the rest of the array holds
     * afterwards is undefined.
     *
     * @param values of the same length on every member
     * @param bounds member r owns what is from bounds[r] to bounds[r + 1]; one more than members, in ascending order, the
     *     last one being the length of the array
     * @param type every term, also the member's own one, is rounded to it before it is added
     * @throws ExchangeFailed if a member is lost, silent for longer than the timeout, or at another operation
     */
    public void reduceScatter(float[] values, int[] bounds, WireType type) {
        Encoding encoding = encodings.computeIfAbsent(type, Encoding::of);
        Slices slices = slices(values, bounds, encoding);
        if (wire == null) {
            encoding.round(values, 0, values.length);
            return;
        }
        Wire over = wire;
        long operation = operations++;
        interleave(
                slices.mostPieces(),
                slices.pieces(rank),
                piece -> toPeers(owner -> {
                    if (piece < slices.pieces(owner)) {
                        Label label = label(Kind.TERM, operation, slices, owner, piece, encoding);
                        send(over, owner, label, values, slices.count(owner, piece), encoding);
                    }
                }),
                piece -> addPiece(
                        over,
                        label(Kind.TERM, operation, slices, rank, piece, encoding),
                        values,
                        slices.count(rank, piece),
                        encoding));
    }

    /**
     * Copies every member's slice to all others.
     *
     * @param values of the same length on every member
     * @param bounds as for {@link #reduceScatter}
     * @param type every slice is rounded to it, also where it is owned, so that all members hold the same bits
     * @throws ExchangeFailed as {@link #reduceScatter}
     */
    public void allGather(float[] values, int[] bounds, WireType type) {
        Encoding encoding = encodings.computeIfAbsent(type, Encoding::of);
        Slices slices = slices(values, bounds, encoding);
        encoding.round(values, slices.start(rank), slices.count(rank));
        if (wire == null) {
            return;
        }
        Wire over = wire;
        long operation = operations++;
        interleave(
                slices.pieces(rank),
                slices.mostPieces(),
                piece -> {
                    Label label = label(Kind.SLICE, operation, slices, rank, piece, encoding);
                    toPeers(to -> send(over, to, label, values, slices.count(rank, piece), encoding));
                },
                piece -> toPeers(owner -> {
                    if (piece < slices.pieces(owner)) {
                        Label label = label(Kind.SLICE, operation, slices, owner, piece, encoding);
                        Frame frame = over.receive(owner, label);
                        encoding.get(frame.content(), values, label.offset(), slices.count(owner, piece));
                        over.release(frame);
                    }
                }));
    }

    /**
     * Every member's payload, by rank.
     *
     * @param mine may differ in size between members
     * @throws ExchangeFailed as {@link #reduceScatter}
     */
    public byte[][] gather(byte[] mine) {
        byte[][] all = new byte[size][];
        all[rank] = mine.clone();
        if (wire != null) {
            Wire over = wire;
            long operation = operations++;
            sendPart(over, operation, mine, 0);
            toPeers(from -> all[from] = firstPart(over, operation, from));
            int rest =
                    Arrays.stream(all).mapToInt(GradientExchange::parts).max().orElse(1) - 1;
            interleave(
                    parts(mine) - 1,
                    rest,
                    part -> sendPart(over, operation, mine, part + 1),
                    part -> toPeers(from -> receivePart(over, operation, from, all[from], part + 1)));
        }
        return all;
    }

    @Override
    public void close() {
        if (wire != null) {
            wire.close();
        }
    }

    private Slices slices(float[] values, int[] bounds, Encoding encoding) {
        return Slices.of(bounds, size, values.length, Frame.CONTENT_BYTES / encoding.width());
    }

    private static Label label(Kind kind, long operation, Slices slices, int owner, int piece, Encoding encoding) {
        return new Label(
                kind,
                operation,
                encoding.width(),
                slices.length(),
                slices.start(owner, piece),
                encoding.bytes(slices.count(owner, piece)));
    }

    /** The number of parts of a payload; even an empty one has one. */
    private static int parts(byte[] payload) {
        return Math.max(0, payload.length - 1) / Frame.CONTENT_BYTES + 1;
    }

    private void sendPart(Wire over, long operation, byte[] payload, int part) {
        Label label = Label.ofPayload(operation, payload.length, part * Frame.CONTENT_BYTES);
        toPeers(to -> over.send(to, label, over.take().put(payload, label.offset(), label.bytes())));
    }

    /** Its label says how much there is in all. */
    private static byte[] firstPart(Wire over, long operation, int from) {
        Frame frame = over.receive(
                from,
                Label.ofPayload(operation, 0, 0),
                label -> label.equals(Label.ofPayload(operation, label.length(), 0)));
        byte[] payload = new byte[frame.label().length()];
        frame.content().get(payload, 0, frame.label().bytes());
        over.release(frame);
        return payload;
    }

    private static void receivePart(Wire over, long operation, int from, byte[] payload, int part) {
        if (part < parts(payload)) {
            Label label = Label.ofPayload(operation, payload.length, part * Frame.CONTENT_BYTES);
            Frame frame = over.receive(from, label);
            frame.content().get(payload, label.offset(), label.bytes());
            over.release(frame);
        }
    }

    /**
     * Applies an action to all other members; each member begins with its successor, so that not all send to the same
     * one at once.
     */
    private void toPeers(IntConsumer action) {
        for (int step = 1; step < size; step++) {
            action.accept((rank + step) % size);
        }
    }

    /**
     * Sends and receives in turn. No two members can wait for each other: who waits for a piece has sent all of its own up
     * to that number and {@link #AHEAD} more.
     */
    private static void interleave(int sends, int receives, IntConsumer send, IntConsumer receive) {
        for (int step = 0; step < Math.max(sends, receives + AHEAD); step++) {
            if (step < sends) {
                send.accept(step);
            }
            int due = step - AHEAD;
            if (due >= 0 && due < receives) {
                receive.accept(due);
            }
        }
    }

    private static void send(Wire over, int to, Label label, float[] values, int count, Encoding encoding) {
        ByteBuffer content = over.take();
        encoding.put(values, label.offset(), count, content);
        over.send(to, label, content);
    }

    /** Receives all other members' terms of a piece of this member's slice, and adds them up. */
    private void addPiece(Wire over, Label label, float[] values, int count, Encoding encoding) {
        Frame[] frames = new Frame[size];
        toPeers(from -> frames[from] = over.receive(from, label));
        for (int done = 0; done < count; done += Encoding.BLOCK) {
            int at = label.offset() + done;
            int block = Math.min(Encoding.BLOCK, count - done);
            System.arraycopy(values, at, terms[rank], 0, block);
            encoding.round(terms[rank], 0, block);
            toPeers(from -> encoding.get(frames[from].content(), terms[from], 0, block));
            PairwiseSum.intoFirst(terms, block);
            System.arraycopy(terms[0], 0, values, at, block);
        }
        toPeers(from -> over.release(frames[from]));
    }
}
