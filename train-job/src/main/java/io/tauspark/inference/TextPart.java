package io.tauspark.inference;

import io.tauspark.model.torch.LayerSteps.Streams;
import java.io.Serializable;
import java.util.Arrays;

/** A part of a text, before the attention of a layer. A plain class, because Spark's Kryo cannot carry records. */
final class TextPart implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Tokens that pass through the matrices at once. */
    private static final int PIECE = 256;

    private final int from;
    private final int[] ids;
    private final Streams[] streams;
    private final byte[] state;

    /**
     * A part whose tokens have not passed through any layer.
     *
     * @param from tokens before it
     * @param ids its tokens
     */
    TextPart(int from, int[] ids) {
        this(from, ids, new Streams[0], new byte[0]);
    }

    private TextPart(int from, int[] ids, Streams[] streams, byte[] state) {
        this.from = from;
        this.ids = ids;
        this.streams = streams;
        this.state = state;
    }

    /**
     * The same part before the attention of another layer.
     *
     * @param streams of its pieces
     * @param state what the layer remembers of the part alone, packed
     */
    TextPart at(Streams[] streams, byte[] state) {
        return new TextPart(from, ids, streams, state);
    }

    /** Tokens before the part. */
    int from() {
        return from;
    }

    /** Pieces that pass through the matrices one after the other. */
    int pieces() {
        return (ids.length + PIECE - 1) / PIECE;
    }

    /** Tokens of a piece. */
    int[] ids(int piece) {
        return Arrays.copyOfRange(ids, piece * PIECE, Math.min(ids.length, (piece + 1) * PIECE));
    }

    /** Tokens before a piece. */
    int start(int piece) {
        return from + piece * PIECE;
    }

    /** A piece before the layer's attention. */
    Streams streams(int piece) {
        return streams[piece];
    }

    /** What the layer remembers of the part alone, packed. */
    byte[] state() {
        return state;
    }
}
