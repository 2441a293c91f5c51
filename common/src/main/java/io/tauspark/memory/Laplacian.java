package io.tauspark.memory;

import io.tauspark.config.InvalidInput;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The Laplacian of a graph over features: a sparse matrix [size, size] in compressed rows, immutable, both triangles
 * stored. Building one checks shape and numbers; {@link LaplacianHealth} checks that it is a Laplacian.
 */
public final class Laplacian implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Spectrum and Kron reduction need the dense form, which must fit one Java array. */
    public static final int LARGEST = 46_340;

    /** Bound of squared norms: below, too few bits are left of the squares. */
    private static final double VANISHING = 1e-280;

    private final int size;
    private final int[] rowOffsets;
    private final int[] columns;
    private final double[] values;

    /** Sees one stored entry at a time. */
    @FunctionalInterface
    public interface Visitor {
        void entry(int row, int column, double value);
    }

    private Laplacian(int size, int[] rowOffsets, int[] columns, double[] values) {
        this.size = size;
        this.rowOffsets = rowOffsets;
        this.columns = columns;
        this.values = values;
    }

    /**
     * Builds the matrix from triplets in any order; values of the same place are summed in the order given.
     *
     * @throws InvalidInput if the size, an index or a value is out of range
     */
    public static Laplacian of(int size, int[] rows, int[] columns, double[] values) {
        requireDense(size);
        return sparse(size, rows, columns, values);
    }

    private static void requireDense(int size) {
        if (size < 1 || size > LARGEST) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "Laplacian has %d rows, allowed are 1 to %d", size, LARGEST));
        }
    }

    /**
     * Builds a matrix that may have more rows than a dense form, for graphs of which none is asked.
     *
     * @throws InvalidInput if an index or a value is out of range
     */
    public static Laplacian sparse(int size, int[] rows, int[] columns, double[] values) {
        if (rows.length != columns.length || rows.length != values.length) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "Laplacian has %d row indices, %d column indices and %d values; all must be as many",
                    rows.length,
                    columns.length,
                    values.length));
        }
        for (int k = 0; k < rows.length; k++) {
            if (rows[k] < 0 || rows[k] >= size || columns[k] < 0 || columns[k] >= size) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "Laplacian entry %d lies at (%d, %d), outside of %d by %d",
                        k,
                        rows[k],
                        columns[k],
                        size,
                        size));
            }
            if (!Double.isFinite(values[k])) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "Laplacian entry %d at (%d, %d) is %s, not a finite number",
                        k,
                        rows[k],
                        columns[k],
                        values[k]));
            }
        }
        return compressed(size, rows, columns, values);
    }

    private static Laplacian compressed(int size, int[] rows, int[] columns, double[] values) {
        int[] order = isInOrder(rows, columns)
                ? IntStream.range(0, rows.length).toArray()
                : IntStream.range(0, rows.length)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingInt(k -> rows[k]).thenComparingInt(k -> columns[k]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int[] offsets = new int[size + 1];
        int[] kept = new int[rows.length];
        double[] sums = new double[rows.length];
        int count = 0;
        int previous = -1;
        for (int k : order) {
            if (previous >= 0 && rows[k] == rows[previous] && columns[k] == columns[previous]) {
                sums[count - 1] += values[k];
            } else {
                kept[count] = columns[k];
                sums[count++] = values[k];
                offsets[rows[k] + 1] = count;
            }
            previous = k;
        }
        for (int row = 0; row < size; row++) {
            offsets[row + 1] = Math.max(offsets[row + 1], offsets[row]);
        }
        return new Laplacian(size, offsets, Arrays.copyOf(kept, count), Arrays.copyOf(sums, count));
    }

    private static boolean isInOrder(int[] rows, int[] columns) {
        return IntStream.range(1, rows.length)
                .allMatch(k -> rows[k - 1] < rows[k] || (rows[k - 1] == rows[k] && columns[k - 1] <= columns[k]));
    }

    /** Rows, which are as many as columns: the features of the memory. */
    public int size() {
        return size;
    }

    /** Entries that are stored, zeros among them included. */
    public int nonZeros() {
        return values.length;
    }

    /** The value at a place, 0 where nothing is stored. */
    public double at(int row, int column) {
        int found = Arrays.binarySearch(columns, rowOffsets[row], rowOffsets[row + 1], column);
        return found >= 0 ? values[found] : 0;
    }

    /** Visits all stored entries by row, then column. */
    public void forEach(Visitor visitor) {
        for (int row = 0; row < size; row++) {
            for (int k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
                visitor.entry(row, columns[k], values[k]);
            }
        }
    }

    /** The largest difference of two entries that mirror each other. */
    public double maxAsymmetry() {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            for (int k = rowOffsets[i]; k < rowOffsets[i + 1]; k++) {
                largest = Math.max(largest, Math.abs(values[k] - at(columns[k], i)));
            }
        }
        return largest;
    }

    /** Marks every feature that edges connect with one feature, itself included; marked ones are not passed again. */
    void reach(int start, boolean[] marked) {
        Deque<Integer> open = new ArrayDeque<>();
        marked[start] = true;
        open.push(start);
        while (!open.isEmpty()) {
            int row = open.pop();
            for (int k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
                if (!marked[columns[k]] && values[k] != 0) {
                    marked[columns[k]] = true;
                    open.push(columns[k]);
                }
            }
        }
    }

    /**
     * The Rayleigh energy xᵀLx / (xᵀx + ε) of a vector: small when x varies little along heavy edges.
     *
     * @param x one value per feature; not modified
     * @param epsilon added to the squared norm; with 0 the energy does not depend on the length of x
     * @return at least 0, and 0 for the zero vector; costs one pass over the stored entries, allocates
     *     nothing unless x is tiny
     */
    public double energy(double[] x, double epsilon) {
        if (x.length != size) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "vector has %d features, Laplacian has %d", x.length, size));
        }
        double form = 0;
        double norm = 0;
        for (int row = 0; row < size; row++) {
            double product = 0;
            for (int k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
                product += values[k] * x[columns[k]];
            }
            form += x[row] * product;
            norm += x[row] * x[row];
        }
        return norm < VANISHING ? energyOfTiny(x, epsilon) : Math.max(0, form / (norm + epsilon));
    }

    /** The energy of a vector whose squares vanish, at a scale at which they do not, which leaves its bits as they are. */
    private double energyOfTiny(double[] x, double epsilon) {
        double largest = Arrays.stream(x).map(Math::abs).max().orElse(0);
        if (largest == 0) {
            return 0;
        }
        int shift = -Math.getExponent(largest);
        double[] scaled =
                Arrays.stream(x).map(value -> Math.scalb(value, shift)).toArray();
        return energy(scaled, Math.scalb(epsilon, 2 * shift));
    }

    /**
     * The matrix row by row, [size · size].
     *
     * @throws InvalidInput if it is too large for that
     */
    public double[] dense() {
        requireDense(size);
        double[] dense = new double[size * size];
        forEach((row, column, value) -> dense[row * size + column] = value);
        return dense;
    }
}
