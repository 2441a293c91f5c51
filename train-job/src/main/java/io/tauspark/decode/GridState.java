package io.tauspark.decode;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

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

    private static final String SUMS = "grid.sums";
    private static final String REFERENCES = "grid.references";
    private static final String INVERSE = "grid.inverse_temperatures";
    private static final String FORMAT = "tauspark grid state 1";

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

    /**
     * The state of this text and another one together, as if one had appended the tokens of both.
     *
     * <p>Log-weights are relative: those of the two must be told from one beginning. Where forget gates made them, all of a text
     * that comes before another lose what the later one's gates take, see {@link #faded}.
     *
     * @throws IllegalArgumentException if the two are of different heads
     */
    public GridState plus(GridState other) {
        if (cells != other.cells
                || width != other.width
                || !Arrays.equals(inverseTemperatures, other.inverseTemperatures)) {
            throw new IllegalArgumentException("states of heads that differ in grid, width or temperature");
        }
        GridState both = copy();
        for (int head = 0; head < points.length; head++) {
            for (int point = 0; point <= cells; point++) {
                both.points[head].add(point, 0, other.points[head], point);
            }
            for (int block = 0; block < left[head].rows(); block++) {
                both.left[head].add(block, 0, other.left[head], block);
                both.right[head].add(block, 0, other.right[head], block);
            }
        }
        return both;
    }

    /** The same with a number added to the log-weight of every token. */
    public GridState faded(double log) {
        GridState copy = copy();
        for (int head = 0; head < points.length; head++) {
            copy.points[head].shift(log);
            copy.left[head].shift(log);
            copy.right[head].shift(log);
        }
        return copy;
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

    /** Writes the state to a safetensors file. */
    public void save(Path file, Configuration hadoop) throws IOException {
        int heads = points.length;
        DoubleBuffer sums = DoubleBuffer.allocate(heads * (cells + 1) * (width + 1));
        DoubleBuffer references = DoubleBuffer.allocate(heads * (cells + 1));
        for (WeightedSums ofHead : points) {
            for (int point = 0; point <= cells; point++) {
                sums.put(ofHead.stored(point));
                references.put(ofHead.reference(point));
            }
        }
        new Safetensors(
                        Map.of("format", FORMAT),
                        List.of(
                                Tensor.of(SUMS, sums.flip(), heads, cells + 1, width + 1),
                                Tensor.of(REFERENCES, references.flip(), heads, cells + 1),
                                Tensor.of(INVERSE, DoubleBuffer.wrap(inverseTemperatures), heads)))
                .write(file, hadoop);
    }

    /**
     * Reads a state.
     *
     * @param inverseTemperatures of the heads that it must be of
     * @throws InvalidInput if there is none, it is damaged, or it is of other heads
     */
    public static GridState load(Path file, double[] inverseTemperatures, int cells, int width, Configuration hadoop)
            throws IOException {
        Safetensors stored = Safetensors.read(file, hadoop);
        String name = "grid state '" + file + "'";
        if (!FORMAT.equals(stored.metadata().get("format"))) {
            throw new InvalidInput(name + " is a file of something else; give one that a grid state was saved to");
        }
        try {
            long heads = inverseTemperatures.length;
            double[] sums = values(stored, SUMS, List.of(heads, cells + 1L, width + 1L));
            double[] references = values(stored, REFERENCES, List.of(heads, cells + 1L));
            if (!Arrays.equals(values(stored, INVERSE, List.of(heads)), inverseTemperatures)) {
                throw new InvalidInput("its temperatures are others");
            }
            return restored(new GridState(inverseTemperatures, cells, width), sums, references);
        } catch (InvalidInput other) {
            throw new InvalidInput(name + " is not of these heads, or damaged: " + other.getMessage(), other);
        }
    }

    private static double[] values(Safetensors stored, String name, List<Long> shape) {
        Tensor tensor = stored.tensor(name);
        if (!tensor.shape().equals(shape)) {
            throw new InvalidInput("tensor '%s' has shape %s, not %s".formatted(name, tensor.shape(), shape));
        }
        DoubleBuffer buffer = stored.values(name, DoubleBuffer.class);
        double[] values = new double[buffer.remaining()];
        buffer.get(values);
        if (Arrays.stream(values).anyMatch(value -> Double.isNaN(value) || value == Double.POSITIVE_INFINITY)) {
            throw new InvalidInput("tensor '%s' holds values that are no numbers".formatted(name));
        }
        return values;
    }

    /** Fills an empty state; sums over blocks are not stored. */
    private static GridState restored(GridState state, double[] sums, double[] references) {
        int rows = state.cells + 1;
        int row = state.width + 1;
        for (int head = 0; head < state.points.length; head++) {
            for (int point = 0; point < rows; point++) {
                double place = state.place(head, point);
                int at = head * rows + point;
                state.points[head].restore(point, references[at], sums, at * row);
                state.left[head].add(point / BLOCK, place, state.points[head], point);
                state.right[head].add(point / BLOCK, -place, state.points[head], point);
            }
        }
        return state;
    }
}
