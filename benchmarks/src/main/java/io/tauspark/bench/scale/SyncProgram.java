package io.tauspark.bench.scale;

import io.tauspark.model.Blocks;
import io.tauspark.model.Partition;
import java.util.Arrays;

/**
 * The messages of one synchronous step and the order in which every worker sends and receives them: those of
 * {@link io.tauspark.exchange.GradientExchange} on the slices of {@link Partition}.
 */
final class SyncProgram {
    /** The order to a worker to move its slice of the parameters. */
    static final int UPDATE = Integer.MIN_VALUE;

    /** Most content of a message, and how many pieces of a slice are sent ahead; both as the exchange has them. */
    static final int FRAME_BYTES = 1 << 18;

    private static final int AHEAD = 8;

    /** Every pair has messages of its own: at twice as many their tables would need gigabytes. */
    static final int MOST_WORKERS = 1024;

    private final int workers;
    private final int width;
    private final int[] bounds;
    private final int[] firstTerm;
    private final int[] firstNumber;
    private final int[] firstPart;
    private int[] receivers = new int[1 << 10];
    private int[] bytes = new int[1 << 10];
    private int messages;
    private int[] order = new int[1 << 10];
    private int length;

    /** @param width bytes of a value on the wire */
    SyncProgram(int parameters, int workers, int width) {
        this.workers = workers;
        this.width = width;
        this.bounds = new Partition(Blocks.even(parameters), workers).bounds();
        this.firstTerm = new int[workers * workers];
        this.firstNumber = new int[workers * workers];
        this.firstPart = new int[workers * workers];
        int numbers = (parameters / Blocks.SIZE + 1) * Double.BYTES / workers + Double.BYTES;
        for (int from = 0; from < workers; from++) {
            for (int to = 0; to < workers; to++) {
                if (from != to) {
                    firstTerm[from * workers + to] = slice(to, to);
                    firstNumber[from * workers + to] = message(to, numbers);
                    firstPart[from * workers + to] = slice(from, to);
                }
            }
        }
    }

    int messages() {
        return messages;
    }

    int receiver(int message) {
        return receivers[message];
    }

    int bytes(int message) {
        return bytes[message];
    }

    /** The orders of a worker in their sequence: m receives message m, ~m sends it. */
    int[] orders(int worker) {
        length = 0;
        interleave(
                mostPieces(),
                pieces(worker),
                piece -> toPeers(worker, owner -> {
                    if (piece < pieces(owner)) {
                        add(~(firstTerm[worker * workers + owner] + piece));
                    }
                }),
                piece -> toPeers(worker, from -> add(firstTerm[from * workers + worker] + piece)));
        toPeers(worker, to -> add(~firstNumber[worker * workers + to]));
        toPeers(worker, from -> add(firstNumber[from * workers + worker]));
        add(UPDATE);
        interleave(
                pieces(worker),
                mostPieces(),
                piece -> toPeers(worker, to -> add(~(firstPart[worker * workers + to] + piece))),
                piece -> toPeers(worker, owner -> {
                    if (piece < pieces(owner)) {
                        add(firstPart[owner * workers + worker] + piece);
                    }
                }));
        return Arrays.copyOf(order, length);
    }

    /** One message for each piece of an owner's slice; returns the first. */
    private int slice(int owner, int to) {
        int first = messages;
        int left = sliceBytes(owner);
        for (int piece = 0; piece < pieces(owner); piece++) {
            int unused = message(to, Math.min(FRAME_BYTES, left));
            left -= FRAME_BYTES;
        }
        return first;
    }

    private int message(int to, int size) {
        if (messages == bytes.length) {
            receivers = Arrays.copyOf(receivers, 2 * messages);
            bytes = Arrays.copyOf(bytes, 2 * messages);
        }
        receivers[messages] = to;
        bytes[messages] = size;
        return messages++;
    }

    private int sliceBytes(int owner) {
        return (bounds[owner + 1] - bounds[owner]) * width;
    }

    private int pieces(int owner) {
        return (sliceBytes(owner) + FRAME_BYTES - 1) / FRAME_BYTES;
    }

    private int mostPieces() {
        int most = 0;
        for (int owner = 0; owner < workers; owner++) {
            most = Math.max(most, pieces(owner));
        }
        return most;
    }

    private void add(int what) {
        if (length == order.length) {
            order = Arrays.copyOf(order, 2 * length);
        }
        order[length++] = what;
    }

    private interface Each {
        void of(int number);
    }

    private void toPeers(int worker, Each each) {
        for (int step = 1; step < workers; step++) {
            each.of((worker + step) % workers);
        }
    }

    private static void interleave(int sends, int receives, Each send, Each receive) {
        for (int step = 0; step < Math.max(sends, receives + AHEAD); step++) {
            if (step < sends) {
                send.of(step);
            }
            int due = step - AHEAD;
            if (due >= 0 && due < receives) {
                receive.of(due);
            }
        }
    }
}
