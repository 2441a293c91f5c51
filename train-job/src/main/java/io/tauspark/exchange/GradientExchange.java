package io.tauspark.exchange;

import io.tauspark.exchange.Frame.Kind;
import io.tauspark.exchange.Frame.Label;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Sums arrays over the members of a barrier stage, for one thread per member. All members must run the same operations
 * in the same order. After an exception the exchange is of no further use and an array that was being summed holds
 * neither its old values nor the sum.
 *
 * <p>A sum is a reduce-scatter followed by an all-gather: each member adds up one slice and sends it to all others, so
 * that a member sends and receives about twice the array, whatever the number of members. The terms of a slice are
 * added in the fixed order of {@link PairwiseSum} over the rank, so every member gets the same bits in every run.
 *
 * <p>Traffic goes directly between members over Spark's network library. Spark's own {@code barrier()} and
 * {@code allGather()} take a second for each call (they poll), so one of them is used once, to exchange addresses.
 */
public final class GradientExchange implements AutoCloseable {
    /** Values in one frame. */
    private static final int PIECE = Frame.CONTENT_BYTES / Float.BYTES;

    private final int rank;
    private final int size;
    private final @Nullable Wire wire;
    private float[][] terms = new float[0][0];
    private long operations;

    /** An exchange with an open wire, or without any if there is a single member. */
    GradientExchange(int rank, int size, @Nullable Wire wire) {
        this.rank = rank;
        this.size = size;
        this.wire = wire;
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
     * @param allGather takes a text of this member and returns the texts of all members; called at most once
     * @param cancelled looked at during every wait
     */
    static GradientExchange connect(
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

    /** How many members there are. */
    public int size() {
        return size;
    }

    /**
     * Replaces each value by its sum over all members; the same bits on every member.
     *
     * @param values of the same length on every member
     * @throws ExchangeFailed if a member is lost, silent for longer than the timeout, or at another operation
     */
    public void sum(float[] values) {
        if (wire != null) {
            long operation = operations++;
            sendTerms(wire, operation, values);
            addSlice(wire, operation, values);
            receiveTotals(wire, operation, values);
        }
    }

    /**
     * Every member's payload, by rank.
     *
     * @param mine at most one megabyte; may differ in size between members
     * @throws ExchangeFailed as {@link #sum}
     */
    public byte[][] gather(byte[] mine) {
        if (mine.length > Frame.CONTENT_BYTES) {
            throw new IllegalArgumentException(
                    "payload of %d bytes; at most %d can be gathered".formatted(mine.length, Frame.CONTENT_BYTES));
        }
        byte[][] all = new byte[size][];
        all[rank] = mine.clone();
        if (wire != null) {
            Label label = new Label(Kind.PAYLOAD, operations++, 0, 0);
            for (int step = 1; step < size; step++) {
                wire.send((rank + step) % size, wire.begin(label).put(mine));
            }
            for (int step = 1; step < size; step++) {
                int from = (rank + step) % size;
                Frame frame = wire.receive(from, label);
                all[from] = new byte[frame.content().remaining()];
                frame.content().get(all[from]);
                wire.release(frame);
            }
        }
        return all;
    }

    @Override
    public void close() {
        if (wire != null) {
            wire.close();
        }
    }

    private void sendTerms(Wire to, long operation, float[] values) {
        for (int step = 1; step < size; step++) {
            int owner = (rank + step) % size;
            for (int at = start(owner, values); at < start(owner + 1, values); at += PIECE) {
                send(to, owner, new Label(Kind.TERM, operation, values.length, at), values, owner);
            }
        }
    }

    /** Adds up this member's slice piece by piece, and sends each as soon as it is complete. */
    private void addSlice(Wire over, long operation, float[] values) {
        int end = start(rank + 1, values);
        for (int at = start(rank, values); at < end; at += PIECE) {
            int count = Math.min(PIECE, end - at);
            if (terms.length == 0 || terms[0].length < count) {
                terms = new float[size][count];
            }
            System.arraycopy(values, at, terms[rank], 0, count);
            for (int step = 1; step < size; step++) {
                int from = (rank + step) % size;
                Frame frame = over.receive(from, new Label(Kind.TERM, operation, values.length, at));
                frame.content().asFloatBuffer().get(terms[from], 0, count);
                over.release(frame);
            }
            PairwiseSum.intoFirst(terms, count);
            System.arraycopy(terms[0], 0, values, at, count);
            for (int step = 1; step < size; step++) {
                send(over, (rank + step) % size, new Label(Kind.TOTAL, operation, values.length, at), values, rank);
            }
        }
    }

    private void receiveTotals(Wire over, long operation, float[] values) {
        for (int step = 1; step < size; step++) {
            int owner = (rank + step) % size;
            int end = start(owner + 1, values);
            for (int at = start(owner, values); at < end; at += PIECE) {
                Frame frame = over.receive(owner, new Label(Kind.TOTAL, operation, values.length, at));
                frame.content().asFloatBuffer().get(values, at, Math.min(PIECE, end - at));
                over.release(frame);
            }
        }
    }

    /** Sends one piece of a member's slice. */
    private void send(Wire over, int to, Label label, float[] values, int slice) {
        int count = Math.min(PIECE, start(slice + 1, values) - label.offset());
        ByteBuffer frame = over.begin(label);
        frame.asFloatBuffer().put(values, label.offset(), count);
        over.send(to, frame.position(frame.position() + count * Float.BYTES));
    }

    /** Where a member's slice begins; slices differ by at most one value in length. */
    private int start(int slice, float[] values) {
        return (int) ((long) values.length * slice / size);
    }
}
