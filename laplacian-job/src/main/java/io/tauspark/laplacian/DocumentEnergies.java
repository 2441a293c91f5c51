package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.memory.Laplacian;
import io.tauspark.memory.Taumode;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * The energies of all documents on a Laplacian, and the τ that turns them into λ.
 *
 * @param table {@code id}, {@code energy} (double, without ε, so that a document's length does not matter)
 * @param known documents with at least one known word; the others have energy 0
 * @param quantiles order statistics over the known documents
 */
record DocumentEnergies(Dataset<Row> table, long known, EnergyQuantiles quantiles) {
    static DocumentEnergies of(Embedding embedding, Laplacian laplacian) {
        UserDefinedFunction energy =
                udf((Vector vector) -> laplacian.energy(vector.toArray(), 0), DataTypes.DoubleType);
        UserDefinedFunction isKnown =
                udf((Vector vector) -> Embedding.isKnown(vector.toArray()), DataTypes.BooleanType);
        Dataset<Row> table = embedding
                .table()
                .select(
                        col("id"),
                        energy.apply(col("vector")).as("energy"),
                        isKnown.apply(col("vector")).as("known"));
        JavaRDD<Double> energies =
                table.where("known").select("energy").as(Encoders.DOUBLE()).javaRDD();
        return new DocumentEnergies(
                table, embedding.knownCount(), EnergyQuantiles.of(energies, embedding.knownCount()));
    }

    double tau() {
        return quantiles.median();
    }

    /** {@code id}, {@code energy}, {@code lambda}, all doubles in [0, ∞) and [0, 1). */
    Dataset<Row> lambdas() {
        double tau = tau();
        UserDefinedFunction lambda = udf((Double energy) -> Taumode.lambda(energy, tau), DataTypes.DoubleType);
        return table.select(
                col("id"), col("energy"), lambda.apply(col("energy")).as("lambda"));
    }
}
