package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.netlib.lapack.Dsyev;
import org.netlib.util.intW;

/**
 * A matrix of many rows and few columns, row by row. Its sums run over blocks of rows of one size, and over the blocks
 * in their order, on as many threads as there are: the bits do not depend on them.
 */
final class ThinMatrix implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BLOCK_ROWS = 512;

    /**
     * Directions whose share of the largest one is smaller are noise of rounding: squares of such sums have no digits.
     */
    private static final double NOISE = 1e-13;

    /** LAPACK's own block size for this reduction, in columns; less work space makes it slower, not wrong. */
    private static final int LAPACK_BLOCK = 32;

    private final int rows;
    private final int columns;
    private final double[] values;

    /**
     * Takes the values of a matrix, row by row.
     *
     * @param values kept, not copied
     */
    ThinMatrix(int rows, int columns, double[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    double[] values() {
        return values;
    }

    static ThinMatrix zeros(int rows, int columns) {
        return new ThinMatrix(rows, columns, new double[Math.multiplyExact(rows, columns)]);
    }

    /** A matrix of random signs, the same for the same seed. */
    static ThinMatrix signs(int rows, int columns, long seed) {
        ThinMatrix signs = zeros(rows, columns);
        SplittableRandom random = new SplittableRandom(seed);
        long bits = 0;
        for (int k = 0; k < signs.values.length; k++) {
            if (k % Long.SIZE == 0) {
                bits = random.nextLong();
            }
            signs.values[k] = (bits & 1) == 0 ? 1 : -1;
            bits >>>= 1;
        }
        return signs;
    }

    /** The products of its columns with each other, [columns · columns]. */
    double[] gram() {
        int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
        double[] gram = new double[columns * columns];
        // A bounded number of partial sums at a time.
        int together = 64;
        for (int begin = 0; begin < blocks; begin += together) {
            double[][] partial = IntStream.range(begin, Math.min(blocks, begin + together))
                    .parallel()
                    .mapToObj(this::gramOfBlock)
                    .toArray(double[][]::new);
            for (double[] block : partial) {
                for (int k = 0; k < gram.length; k++) {
                    gram[k] += block[k];
                }
            }
        }
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < i; j++) {
                gram[i * columns + j] = gram[j * columns + i];
            }
        }
        return gram;
    }

    /** The upper triangle of one block's products. */
    private double[] gramOfBlock(int block) {
        double[] gram = new double[columns * columns];
        int end = Math.min(rows, (block + 1) * BLOCK_ROWS);
        int row = block * BLOCK_ROWS;
        for (; row + 4 <= end; row += 4) {
            int first = row * columns;
            int second = first + columns;
            int third = second + columns;
            int fourth = third + columns;
            for (int i = 0; i < columns; i++) {
                RowSums.addFour(
                        values[first + i],
                        first + i,
                        values[second + i],
                        second + i,
                        values[third + i],
                        third + i,
                        values[fourth + i],
                        fourth + i,
                        values,
                        gram,
                        i * columns + i,
                        columns - i);
            }
        }
        for (; row < end; row++) {
            int at = row * columns;
            for (int i = 0; i < columns; i++) {
                RowSums.add(values[at + i], values, at + i, gram, i * columns + i, columns - i);
            }
        }
        return gram;
    }

    /** The product with a small matrix [columns, width], row by row. */
    ThinMatrix times(double[] small, int width) {
        ThinMatrix product = zeros(rows, width);
        int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            int end = Math.min(rows, (block + 1) * BLOCK_ROWS);
            for (int row = block * BLOCK_ROWS; row < end; row++) {
                multiply(row, small, product);
            }
        });
        return product;
    }

    private void multiply(int row, double[] small, ThinMatrix product) {
        int width = product.columns;
        int from = row * columns;
        int i = 0;
        for (; i + 4 <= columns; i += 4) {
            int first = i * width;
            RowSums.addFour(
                    values[from + i],
                    first,
                    values[from + i + 1],
                    first + width,
                    values[from + i + 2],
                    first + 2 * width,
                    values[from + i + 3],
                    first + 3 * width,
                    small,
                    product.values,
                    row * width,
                    width);
        }
        for (; i < columns; i++) {
            RowSums.add(values[from + i], small, i * width, product.values, row * width, width);
        }
    }

    /**
     * The eigenvalues and eigenvectors of a symmetric matrix, the largest first.
     *
     * @param values descending
     * @param vectors [size, size], the first index counts components, the second eigenvalues
     */
    record Eigen(double[] values, double[] vectors) {
        static Eigen of(double[] symmetric, int size) {
            double[] matrix = symmetric.clone();
            double[] ascending = new double[size];
            double[] work = new double[(LAPACK_BLOCK + 2) * size];
            intW info = new intW(0);
            // LAPACK in Java: the same bits on every machine.
            Dsyev.dsyev("V", "L", size, matrix, 0, size, ascending, 0, work, 0, work.length, info);
            if (info.val != 0) {
                throw new IllegalStateException(
                        "the spectrum of a %s by %s matrix does not converge".formatted(size, size));
            }
            double[] values = new double[size];
            double[] vectors = new double[size * size];
            for (int k = 0; k < size; k++) {
                int from = size - 1 - k;
                values[k] = ascending[from];
                for (int i = 0; i < size; i++) {
                    vectors[i * size + k] = matrix[from * size + i];
                }
            }
            return new Eigen(values, vectors);
        }
    }

    /** Turns columns round so that the component of largest magnitude, of several the first, is positive. */
    void settleSigns() {
        for (int column = 0; column < columns; column++) {
            double largest = 0;
            for (int row = 0; row < rows; row++) {
                double value = values[row * columns + column];
                largest = Math.abs(value) > Math.abs(largest) ? value : largest;
            }
            for (int row = 0; largest < 0 && row < rows; row++) {
                values[row * columns + column] = -values[row * columns + column];
            }
        }
    }

    /** An orthonormal basis of what its columns span, with as many columns as it has directions beyond noise. */
    ThinMatrix orthonormal() {
        Eigen eigen = Eigen.of(gram(), columns);
        int kept = 0;
        while (kept < columns && eigen.values()[kept] > NOISE * eigen.values()[0]) {
            kept++;
        }
        double[] scaled = new double[columns * kept];
        for (int i = 0; i < columns; i++) {
            for (int k = 0; k < kept; k++) {
                scaled[i * kept + k] = eigen.vectors()[i * columns + k] / Math.sqrt(eigen.values()[k]);
            }
        }
        return times(scaled, kept);
    }
}
