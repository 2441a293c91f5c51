package io.tauspark.memory;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import org.apache.parquet.example.data.Group;

/** Collects the rows of a {@code manifold.parquet}; the first row says what the file is, the others must agree. */
final class Triplets {
    private static final double TOLERANCE = 1e-9;

    /** Enough for most memories; a file that only claims to hold more has none of them made. */
    private static final int FIRST = 1 << 16;

    private final int expected;
    private int[] rows;
    private int[] columns;
    private double[] values;
    private String name = "";
    private int size;
    private int count;

    Triplets(long expected) {
        if (expected < 1 || expected > Integer.MAX_VALUE - Byte.SIZE) {
            throw new InvalidInput(String.format(Locale.ROOT, "it has %d triplets", expected));
        }
        this.expected = (int) expected;
        int first = Math.min(this.expected, FIRST);
        rows = new int[first];
        columns = new int[first];
        values = new double[first];
    }

    void add(Group triplet) {
        if (count == 0) {
            name = triplet.getString("name_id", 0);
            size = index(triplet, "n_rows");
        }
        requireSame(triplet, "n_rows", size);
        requireSame(triplet, "n_cols", size);
        requireSame(triplet, "nnz", expected);
        if (count == rows.length) {
            int more = (int) Math.min(expected, 2L * count);
            rows = Arrays.copyOf(rows, more);
            columns = Arrays.copyOf(columns, more);
            values = Arrays.copyOf(values, more);
        }
        rows[count] = index(triplet, "row");
        columns[count] = index(triplet, "col");
        values[count++] = triplet.getDouble("value", 0);
    }

    String name() {
        return name;
    }

    Laplacian laplacian() {
        if (count != expected) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "it has %d triplets, but its footer says %d", count, expected));
        }
        Laplacian laplacian = Laplacian.of(size, rows, columns, values);
        double[] largest = new double[1];
        laplacian.forEach((row, column, value) -> largest[0] = Math.max(largest[0], Math.abs(value)));
        if (laplacian.maxAsymmetry() > TOLERANCE * largest[0]) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "it is not symmetric: mirrored entries differ by up to %.3g",
                    laplacian.maxAsymmetry()));
        }
        return laplacian;
    }

    private void requireSame(Group triplet, String column, int expected) {
        long found = triplet.getLong(column, 0);
        if (found != expected) {
            throw new InvalidInput(
                    switch (column) {
                        case "n_cols" ->
                            String.format(
                                    Locale.ROOT,
                                    "it has %d rows and %s columns, must be square",
                                    expected,
                                    Long.toUnsignedString(found));
                        case "nnz" ->
                            String.format(
                                    Locale.ROOT,
                                    "it has %d triplets, but nnz says %s: it was cut or written wrongly",
                                    expected,
                                    Long.toUnsignedString(found));
                        default ->
                            String.format(
                                    Locale.ROOT,
                                    "column '%s' is %s in triplet %d and %d in the first",
                                    column,
                                    Long.toUnsignedString(found),
                                    count,
                                    expected);
                    });
        }
    }

    private static int index(Group triplet, String column) {
        long value = triplet.getLong(column, 0);
        if (value < 0 || value > Laplacian.LARGEST) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "column '%s' holds %s, allowed is up to %d",
                    column,
                    Long.toUnsignedString(value),
                    Laplacian.LARGEST));
        }
        return (int) value;
    }
}
