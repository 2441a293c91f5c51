package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.tauspark.config.InvalidInput;
import io.tauspark.memory.Laplacian;
import java.util.Arrays;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The energies of documents on a Laplacian, computed once and kept in Spark's storage until closed. A document whose
 * vector is zero has energy and λ 0, and no say in τ.
 */
public final class DocumentEnergies implements AutoCloseable {
    /** arrowspace divides by no smaller range. */
    private static final double SMALLEST_RANGE = 1e-9;

    private static final StructType TABLE = new StructType()
            .add("id", DataTypes.StringType)
            .add("energy", DataTypes.DoubleType)
            .add("known", DataTypes.BooleanType)
            .add("own_lambda", DataTypes.DoubleType);

    private final Dataset<Row> table;
    private final TauConfig config;

    private DocumentEnergies(Dataset<Row> table, TauConfig config) {
        this.table = table.persist(StorageLevel.MEMORY_AND_DISK());
        this.config = config;
    }

    /** @param epsilon added to the squared norm; with 0 the energy does not depend on the length of a vector */
    public static DocumentEnergies of(
            SparkSession spark,
            JavaPairRDD<String, double[]> vectors,
            Laplacian laplacian,
            double epsilon,
            TauConfig config) {
        JavaRDD<Row> rows = vectors.map(document -> {
            double[] x = document._2();
            double energy = energy(laplacian, x, epsilon, document._1());
            boolean known = Arrays.stream(x).anyMatch(value -> value != 0);
            Double own = config.isShared() ? null : (Double) config.ownLambda(laplacian, x, energy, epsilon);
            return RowFactory.create(document._1(), energy, known, own);
        });
        return new DocumentEnergies(spark.createDataFrame(rows, TABLE), config);
    }

    /**
     * The energy of one document, whose vector is in range, so that only a matrix from elsewhere is to blame where there is
     * none.
     *
     * @param epsilon added to the squared norm
     * @param id of the document, for the message
     * @throws InvalidInput if it is no double
     */
    public static double energy(Laplacian laplacian, double[] x, double epsilon, String id) {
        double energy = laplacian.energy(x, epsilon);
        if (!Double.isFinite(energy)) {
            throw new InvalidInput(
                    "document '%s' has no energy in double precision on this Laplacian, whose values are".formatted(id)
                            + " too large; build the memory again");
        }
        return energy;
    }

    /**
     * These and the documents of an earlier release, with the energies that they had there.
     *
     * @param earlier {@code id} and {@code energy}
     */
    DocumentEnergies with(Dataset<Row> earlier) {
        Dataset<Row> carried = earlier.select(
                col("id"),
                col("energy"),
                col("energy").gt(0).as("known"),
                lit(null).cast(DataTypes.DoubleType).as("own_lambda"));
        return new DocumentEnergies(table.unionByName(carried), config);
    }

    /** The energies of the documents whose vectors are not zero. */
    public JavaDoubleRDD known() {
        return table.where("known").select("energy").javaRDD().mapToDouble(row -> row.getDouble(0));
    }

    /** {@code id}, {@code energy} and {@code lambda} of these documents under a τ that all share. */
    Dataset<Row> knownLambdas(double tau) {
        return table.where("known")
                .select(col("id"), col("energy"), bounded(tau).as("lambda"));
    }

    /** The number of documents. */
    public long count() {
        return table.count();
    }

    /**
     * {@code id}, {@code energy} and {@code lambda}, all doubles in [0, ∞) and, but for a mixture with dispersion, in
     * [0, 1].
     *
     * @param tau of all documents, if they share one
     */
    public Dataset<Row> lambdas(double tau) {
        Dataset<Row> lambdas = table.select(
                col("id"),
                col("energy"),
                coalesce(col("own_lambda"), bounded(tau)).as("lambda"));
        return config.minMax() ? stretched(lambdas) : lambdas;
    }

    /** {@link io.tauspark.memory.Taumode#lambda} as a column. */
    private static Column bounded(double tau) {
        return col("energy").divide(col("energy").plus(lit(tau)));
    }

    private static Dataset<Row> stretched(Dataset<Row> lambdas) {
        Row ends = lambdas.agg(min("lambda"), max("lambda")).head();
        double least = ends.getDouble(0);
        // arrowspace takes 0 for the largest where all are below.
        double range = Math.max(Math.max(0, ends.getDouble(1)) - least, SMALLEST_RANGE);
        return lambdas.withColumn("lambda", col("lambda").minus(least).divide(range));
    }

    @Override
    public void close() {
        table.unpersist(true);
    }
}
