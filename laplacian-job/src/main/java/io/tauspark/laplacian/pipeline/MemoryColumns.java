package io.tauspark.laplacian.pipeline;

import io.tauspark.stage.StageColumns;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/** The parameters and columns that the estimator of a domain memory and its model have in common. */
final class MemoryColumns {
    static final String INPUT = "texts, or of vectors in the space that the memory is built of";
    static final String ENERGY = "energy";
    static final String LAMBDA = "lambda";

    private MemoryColumns() {}

    static Param<String> energy(Params stage) {
        return new Param<>(stage, "energyCol", "column of energies on the memory's Laplacian to append");
    }

    static Param<String> lambda(Params stage) {
        return new Param<>(stage, "lambdaCol", "column of lambda = E / (E + tau) to append, with the memory's tau");
    }

    /** @throws io.tauspark.config.InvalidInput if the input holds neither texts nor vectors, or a column exists */
    static StructType appended(StructType schema, String input, String energy, String lambda, Metadata metadata) {
        boolean unused = StageColumns.isTextOrVector(schema, "inputCol", input);
        StructType with = StageColumns.appended(schema, "energyCol", energy, DataTypes.DoubleType, metadata);
        return StageColumns.appended(with, "lambdaCol", lambda, DataTypes.DoubleType, metadata);
    }
}
