package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.Arrays;

/** Some rows of a sparse matrix in compressed form; columns ascend within a row. */
final class SparseBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Columns whose rows of a thin matrix are used together: with 160 numbers each they fit a second-level cache. */
    private static final int COLUMNS_TOGETHER = 256;

    private final int[] rows;
    private final int[] ends;
    private final int[] columns;
    private final float[] values;

    private SparseBlock(int[] rows, int[] ends, int[] columns, float[] values) {
        this.rows = rows;
        this.ends = ends;
        this.columns = columns;
        this.values = values;
    }

    /** Takes in entries row by row. */
    static final class Builder {
        private int[] rows = new int[1 << 4];
        private int[] ends = new int[1 << 4];
        private int count;
        private int[] columns = new int[1 << 10];
        private float[] values = new float[1 << 10];
        private int size;

        /** Begins a row, to which all entries belong until the next one. */
        void row(int row) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            rows[count] = row;
            ends[count++] = size;
        }

        /** Adds an entry behind all others of its row. */
        void entry(int column, float value) {
            if (size == columns.length) {
                columns = Arrays.copyOf(columns, Math.multiplyExact(2, size));
                values = Arrays.copyOf(values, columns.length);
            }
            columns[size] = column;
            values[size++] = value;
            ends[count - 1] = size;
        }

        SparseBlock build() {
            return new SparseBlock(
                    Arrays.copyOf(rows, count),
                    Arrays.copyOf(ends, count),
                    Arrays.copyOf(columns, size),
                    Arrays.copyOf(values, size));
        }
    }

    /** Numbers of the rows in the matrix. */
    int[] rows() {
        return rows;
    }

    /**
     * The product of its rows with a thin matrix, row by row. An entry of the product is a sum over the columns in
     * ascending order, whatever other rows there are.
     */
    double[] times(ThinMatrix thin) {
        int width = thin.columns();
        double[] from = thin.values();
        double[] product = new double[Math.multiplyExact(rows.length, width)];
        int[] next = new int[rows.length];
        for (int k = 1; k < rows.length; k++) {
            next[k] = ends[k - 1];
        }
        for (int limit = 0; limit < thin.rows(); ) {
            limit = Math.min(thin.rows(), limit + COLUMNS_TOGETHER);
            for (int k = 0; k < rows.length; k++) {
                next[k] = add(k, next[k], limit, from, width, product);
            }
        }
        return product;
    }

    /** Adds the entries of a row from one on up to a column, and gives the entry behind them. */
    private int add(int row, int entry, int limit, double[] from, int width, double[] product) {
        int end = entry;
        while (end < ends[row] && columns[end] < limit) {
            end++;
        }
        int to = row * width;
        int at = entry;
        for (; at + 4 <= end; at += 4) {
            RowSums.addFour(
                    values[at],
                    columns[at] * width,
                    values[at + 1],
                    columns[at + 1] * width,
                    values[at + 2],
                    columns[at + 2] * width,
                    values[at + 3],
                    columns[at + 3] * width,
                    from,
                    product,
                    to,
                    width);
        }
        for (; at < end; at++) {
            RowSums.add(values[at], from, columns[at] * width, product, to, width);
        }
        return end;
    }
}
