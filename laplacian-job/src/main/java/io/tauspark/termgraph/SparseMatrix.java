package io.tauspark.termgraph;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A sparse matrix whose rows lie on executors.
 *
 * @param blocks each row in one of them
 * @param rows number of rows, those without entries included
 * @param columns number of columns
 */
record SparseMatrix(JavaRDD<SparseBlock> blocks, int rows, int columns) {

    /** A product that has come back: rows of the result. */
    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int[] rows;
        private final double[] values;

        Part(int[] rows, double[] values) {
            this.rows = rows;
            this.values = values;
        }
    }

    /**
     * The product with a thin matrix, which all executors receive. Each of its rows is computed by one task in one
     * order, so that its bits depend on the matrices alone.
     */
    ThinMatrix times(ThinMatrix thin) {
        if (thin.rows() != columns) {
            throw new IllegalArgumentException(
                    "a matrix of %s columns cannot meet one of %s rows".formatted(columns, thin.rows()));
        }
        Broadcast<ThinMatrix> shared =
                JavaSparkContext.fromSparkContext(blocks.context()).broadcast(thin);
        try {
            ThinMatrix product = ThinMatrix.zeros(rows, thin.columns());
            for (Part part : blocks.map(block -> new Part(block.rows(), block.times(shared.value())))
                    .collect()) {
                for (int k = 0; k < part.rows.length; k++) {
                    System.arraycopy(
                            part.values,
                            k * thin.columns(),
                            product.values(),
                            part.rows[k] * thin.columns(),
                            thin.columns());
                }
            }
            return product;
        } finally {
            shared.destroy();
        }
    }
}
