package io.tauspark.laplacian.pipeline;

import com.typesafe.config.ConfigUtil;
import io.tauspark.config.InvalidInput;
import io.tauspark.laplacian.LaplacianConfig;
import io.tauspark.laplacian.LaplacianJob;
import io.tauspark.stage.JobEstimator;
import io.tauspark.stage.StageColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Builds a domain memory of a column of texts, or of vectors, with {@link LaplacianJob}; in {@code workDir} it is a release of the
 * memory {@code memory}. A release that its gate does not let through is no model: {@code fit} fails with the limits that it broke.
 */
public final class DomainMemoryEstimator extends JobEstimator<DomainMemoryEstimator, DomainMemoryModel> {
    private static final long serialVersionUID = 1L;

    private static final String VECTOR = "embedding";

    private final Param<String> energyCol;
    private final Param<String> lambdaCol;

    public DomainMemoryEstimator() {
        this(Identifiable.randomUID("DomainMemoryEstimator"));
    }

    /** @param uid of this stage in its pipeline */
    public DomainMemoryEstimator(String uid) {
        super(uid, MemoryColumns.INPUT, "laplacian");
        energyCol = MemoryColumns.energy(this);
        lambdaCol = MemoryColumns.lambda(this);
        setDefault(energyCol, MemoryColumns.ENERGY);
        setDefault(lambdaCol, MemoryColumns.LAMBDA);
    }

    public static MLReader<DomainMemoryEstimator> read() {
        return new DefaultParamsReader<>();
    }

    public static DomainMemoryEstimator load(String path) {
        return read().load(path);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StructType checked = super.transformSchema(schema);
        return MemoryColumns.appended(checked, getInputCol(), getEnergyCol(), getLambdaCol(), Metadata.empty());
    }

    @Override
    protected JobRun job(StructType schema, Path documents, Path work) {
        List<String> made = new ArrayList<>(List.of(
                "input=" + ConfigUtil.quoteString(documents.toString()),
                "output=" + ConfigUtil.quoteString(new Path(work, "memory").toString()),
                "format=parquet",
                "text=text",
                "id=id",
                "seed=" + getSeed()));
        if (documentColumn(schema).equals(VECTOR)) {
            made.addAll(List.of("embed.kind=column", "embed.column=" + VECTOR));
        }
        LaplacianConfig config = LaplacianJob.configure(settings(made));
        if (!config.tau().isShared() || config.tau().minMax()) {
            throw new InvalidInput("settings give documents a lambda that depends on others or on a tau of their own; a"
                    + " DomainMemoryModel needs tau.source = energies and tau.min-max = false");
        }
        return spark ->
                new Path(LaplacianJob.run(spark, config).requirePromoted().release());
    }

    @Override
    protected String documentColumn(StructType schema) {
        return StageColumns.isTextOrVector(schema, inputCol().name(), getInputCol()) ? "text" : VECTOR;
    }

    @Override
    protected DomainMemoryModel model() {
        return new DomainMemoryModel();
    }

    public Param<String> energyCol() {
        return energyCol;
    }

    public Param<String> lambdaCol() {
        return lambdaCol;
    }

    public DomainMemoryEstimator setEnergyCol(String value) {
        set(energyCol, value);
        return this;
    }

    public DomainMemoryEstimator setLambdaCol(String value) {
        set(lambdaCol, value);
        return this;
    }

    public String getEnergyCol() {
        return getOrDefault(energyCol);
    }

    public String getLambdaCol() {
        return getOrDefault(lambdaCol);
    }
}
