package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import io.tauspark.model.Blocks;
import io.tauspark.model.QueryHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The length of the mean gradient that reaches W_q and W_k of each head.
 *
 * <p>Sums of squares are made of pieces that end at every multiple of {@link Blocks#SIZE}, so a piece belongs to one worker
 * whatever their number and whatever the blocks, and their sum in order has the same bits.
 */
public final class HeadGradients {
    private final List<QueryHead> heads;
    private final List<Piece> pieces = new ArrayList<>();

    /** Values of one head in one block. */
    private record Piece(int head, boolean query, int from, int to) {}

    public HeadGradients(List<QueryHead> heads) {
        this.heads = heads;
        for (QueryHead head : heads) {
            QueryHead.Projections projections = head.projections();
            if (projections != null) {
                addPieces(head.number(), true, projections.queries(), projections.size());
                addPieces(head.number(), false, projections.keys(), projections.size());
            }
        }
    }

    private void addPieces(int head, boolean query, int start, int size) {
        int from = start;
        while (from < start + size) {
            int to = Math.min(start + size, (from / Blocks.SIZE + 1) * Blocks.SIZE);
            pieces.add(new Piece(head, query, from, to));
            from = to;
        }
    }

    /**
     * Sums of squares of the mean gradient by piece; 0 where a piece lies outside of the range, that is with another
     * worker.
     *
     * @param sum sum of the gradients of a number of micro-batches, for all parameters; only the range is read
     * @param micro number of micro-batches in the sum
     * @param from first parameter of the range, on the border of a block
     * @param to end of the range
     */
    public double[] squares(float[] sum, int micro, int from, int to) {
        return pieces.stream()
                .mapToDouble(piece -> piece.from >= from && piece.to <= to
                        ? Optimizer.square(sum, piece.from, piece.to) / ((double) micro * micro)
                        : 0)
                .toArray();
    }

    /** Views of the pieces of a gradient, which the caller closes. */
    List<NDArray> parts(FlatTensor gradient) {
        return pieces.stream()
                .map(piece -> gradient.view(piece.from, piece.to - piece.from))
                .toList();
    }

    /**
     * Squared norms of heads.
     *
     * @param squares by piece, of all workers; empty if they are not known, and then the norms are no numbers
     */
    public Norms norms(double[] squares) {
        if (squares.length == 0) {
            double[] unknown = new double[heads.size()];
            Arrays.fill(unknown, Double.NaN);
            return new Norms(unknown, unknown);
        }
        if (squares.length != pieces.size()) {
            throw new IllegalArgumentException(squares.length + " squares for " + pieces.size() + " pieces");
        }
        double[] queries = new double[heads.size()];
        double[] keys = new double[heads.size()];
        for (int i = 0; i < squares.length; i++) {
            Piece piece = pieces.get(i);
            (piece.query ? queries : keys)[piece.head] += squares[i];
        }
        return new Norms(queries, keys);
    }

    /**
     * Squared norms by query head, 0 for those without W_q and W_k. Heads that share a key head have the same there.
     */
    public record Norms(double[] queries, double[] keys) {

        /** Norm for the queries of some heads together. */
        public double ofQueries(List<QueryHead> heads) {
            return Math.sqrt(
                    heads.stream().mapToDouble(head -> queries[head.number()]).sum());
        }

        /** Norm for the keys of some heads together, those that are shared taken once. */
        public double ofKeys(List<QueryHead> heads) {
            int[] distinct = IntStream.range(0, heads.size())
                    .filter(i -> i == 0 || !shared(heads.get(i - 1), heads.get(i)))
                    .toArray();
            return Math.sqrt(Arrays.stream(distinct)
                    .mapToDouble(i -> keys[heads.get(i).number()])
                    .sum());
        }

        private static boolean shared(QueryHead one, QueryHead next) {
            QueryHead.Projections first = one.projections();
            QueryHead.Projections second = next.projections();
            return first != null && second != null && first.keys() == second.keys();
        }
    }
}
