package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The vectors of all documents, kept in Spark's storage until closed.
 *
 * @param table {@code id}, {@code vector}; the vector of a document without any known word is zero
 * @param knownCount documents with a known word, at least two
 */
record Embedding(Dataset<Row> table, long knownCount) implements AutoCloseable {
    /** With one document every two features are parallel, and there is no graph. */
    private static final int FEWEST = 2;

    /** @throws InvalidInput if fewer than two documents have a known word */
    static Embedding of(Dataset<Row> table) {
        Embedding embedding = new Embedding(table.persist(), 0);
        long known = embedding.known().count();
        if (known < FEWEST) {
            embedding.close();
            throw new InvalidInput(("%d documents have a word with a vector, at least %d are needed to compare"
                            + " features; give more documents or lower embed.min-count")
                    .formatted(known, FEWEST));
        }
        return new Embedding(embedding.table(), known);
    }

    /** The vectors of documents with known words. */
    JavaRDD<double[]> known() {
        return table.select("vector")
                .javaRDD()
                .map(row -> row.<Vector>getAs(0).toArray())
                .filter(Embedding::isKnown);
    }

    static boolean isKnown(double[] vector) {
        return Arrays.stream(vector).anyMatch(value -> value != 0);
    }

    @Override
    public void close() {
        table.unpersist();
    }
}
