package io.tauspark.decode;

import java.util.Arrays;

/**
 * Sums at the points of a grid on [0, 1], by the kernel that {@code grid} attention is trained with (docs/model.md): each key
 * is on the two points around it. The size does not depend on the number of tokens, and the states of two texts add up.
 *
 * <p>For {@code tau} attention it is an approximation: weights of keys outside of the query's cell are exact, and those inside
 * of it are too small by at most tanh(h / 2t), with h the width of a cell.
 *
 * <p>Points are in blocks, of which the sums over all points are kept as well, as seen from the left and from the right: a query
 * reads the points of its own block, and of the others one row each.
 */
public final class GridState implements DecodeState {
    /** Points of a block. About the square root of the numbers of points that are of use. */
    private static final int BLOCK = 16;

    private final double[] inverseTemperatures;
    private final int cells;
    private final int width;
    /** By head: sums at each point. */
    private final WeightedSums[] points;
    /** By head and block: the same with weights exp(point / t), for queries to the right. */
    private final WeightedSums[] left;
    /** By head and block: with weights exp(−point / t), for queries to the left. */
    private final WeightedSums[] right;

    /**
     * Remembers nothing.
     *
     * @param inverseTemperatures of the query heads that the key head serves
     */
    public GridState(double[] inverseTemperatures, int cells, int width) {
        this(
                inverseTemperatures.clone(),
                cells,
                width,
                empty(inverseTemperatures.length, cells + 1, width),
                empty(inverseTemperatures.length, cells / BLOCK + 1, width),
                empty(inverseTemperatures.length, cells / BLOCK + 1, width));
    }

    private GridState(
            double[] inverseTemperatures,
            int cells,
            int width,
            WeightedSums[] points,
            WeightedSums[] left,
            WeightedSums[] right) {
        this.inverseTemperatures = inverseTemperatures;
        this.cells = cells;
        this.width = width;
        this.points = points;
        this.left = left;
        this.right = right;
    }

    private static WeightedSums[] empty(int heads, int rows, int width) {
        WeightedSums[] all = new WeightedSums[heads];
        Arrays.setAll(all, head -> new WeightedSums(rows, width));
        return all;
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        double[] wide = TokenValues.widened(values, value, width);
        for (int head = 0; head < points.length; head++) {
            GridCell cell = GridCell.of(keys[key], cells, inverseTemperatures[head]);
            add(head, cell.below(), logWeight + cell.belowLog(), cell.belowFactor(), wide);
            add(head, cell.below() + 1, logWeight + cell.aboveLog(), cell.aboveFactor(), wide);
        }
    }

    private void add(int head, int point, double log, double factor, double[] values) {
        double place = place(head, point);
        points[head].add(point, log, factor, values);
        left[head].add(point / BLOCK, log + place, factor, values);
        right[head].add(point / BLOCK, log - place, factor, values);
    }

    /** The place of a point in units of a head's temperature. */
    private double place(int head, int point) {
        return (double) point / cells * inverseTemperatures[head];
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        double x = queries[query] * inverseTemperatures[head];
        int own = GridCell.number(queries[query], cells) / BLOCK;
        for (int block = 0; block < own; block++) {
            into.add(row, -x, left[head], block);
        }
        int end = Math.min((own + 1) * BLOCK, cells + 1);
        for (int point = own * BLOCK; point < end; point++) {
            into.add(row, -Math.abs(x - place(head, point)), points[head], point);
        }
        for (int block = own + 1; block < right[head].rows(); block++) {
            into.add(row, x, right[head], block);
        }
    }

    /** @throws IllegalArgumentException if the other state is of another head */
    @Override
    public void append(DecodeState later, double logWeight) {
        GridState other = (GridState) later;
        if (cells != other.cells
                || width != other.width
                || !Arrays.equals(inverseTemperatures, other.inverseTemperatures)) {
            throw new IllegalArgumentException("states of heads that differ in grid, width or temperature");
        }
        for (int head = 0; head < points.length; head++) {
            points[head].addAll(other.points[head], logWeight);
            left[head].addAll(other.left[head], logWeight);
            right[head].addAll(other.right[head], logWeight);
        }
    }

    @Override
    public void save(StateTensors to) {
        for (int head = 0; head < points.length; head++) {
            points[head].save(to, "points." + head);
            left[head].save(to, "left." + head);
            right[head].save(to, "right." + head);
        }
    }

    @Override
    public void load(StateTensors from) {
        for (int head = 0; head < points.length; head++) {
            points[head].load(from, "points." + head);
            left[head].load(from, "left." + head);
            right[head].load(from, "right." + head);
        }
    }

    @Override
    public long bytes() {
        long all = 0;
        for (int head = 0; head < points.length; head++) {
            all += points[head].bytes() + left[head].bytes() + right[head].bytes();
        }
        return all;
    }

    @Override
    public GridState copy() {
        return new GridState(inverseTemperatures, cells, width, copies(points), copies(left), copies(right));
    }

    private static WeightedSums[] copies(WeightedSums[] sums) {
        return Arrays.stream(sums).map(WeightedSums::copy).toArray(WeightedSums[]::new);
    }
}
