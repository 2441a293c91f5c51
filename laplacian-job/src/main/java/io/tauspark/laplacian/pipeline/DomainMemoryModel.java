package io.tauspark.laplacian.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.config.InvalidInput;
import io.tauspark.graph.RandomProjection;
import io.tauspark.laplacian.DocumentEnergies;
import io.tauspark.laplacian.MemorySpace;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.Taumode;
import io.tauspark.stage.JobModel;
import io.tauspark.stage.StageColumns;
import io.tauspark.stage.StageMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * A domain memory that appends to every row the energy of its text, or vector, and λ, as {@code score} does. Their columns carry in
 * their metadata where the memory is ({@link StageMemory}), so that a later stage of the pipeline can learn with it.
 *
 * <p>Its files are one release of a memory, which any command takes for its setting {@code memory}.
 */
public final class DomainMemoryModel extends JobModel<DomainMemoryModel> {
    private static final long serialVersionUID = 1L;

    private static final String ROW = "row";
    private static final String VECTOR = "vector";

    private final Param<String> energyCol;
    private final Param<String> lambdaCol;

    public DomainMemoryModel() {
        this(Identifiable.randomUID("DomainMemoryModel"));
    }

    /** @param uid of this stage in its pipeline */
    public DomainMemoryModel(String uid) {
        super(uid, MemoryColumns.INPUT);
        energyCol = MemoryColumns.energy(this);
        lambdaCol = MemoryColumns.lambda(this);
        setDefault(energyCol, MemoryColumns.ENERGY);
        setDefault(lambdaCol, MemoryColumns.LAMBDA);
    }

    public static MLReader<DomainMemoryModel> read() {
        return reader();
    }

    public static DomainMemoryModel load(String path) {
        return read().load(path);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        SparkSession spark = dataset.sparkSession();
        try {
            DomainMemory memory = DomainMemory.load(
                    new Path(directory()), spark.sparkContext().hadoopConfiguration());
            MemorySpace space = new MemorySpace(spark, memory);
            boolean texts = StageColumns.isTextOrVector(schema, inputCol().name(), getInputCol());
            Dataset<Row> vectors = texts ? embedded(dataset, space) : given(dataset);
            Column energy = energy(memory, space, spark).apply(col(VECTOR));
            Column lambda = lambda(memory).apply(StageColumns.named(getEnergyCol()));
            Metadata metadata = StageMemory.metadata(directory());
            return vectors.select(with(StageColumns.of(dataset.schema(), ROW), energy.as(getEnergyCol(), metadata)))
                    .select(col("*"), lambda.as(getLambdaCol(), metadata));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return MemoryColumns.appended(
                schema, getInputCol(), getEnergyCol(), getLambdaCol(), StageMemory.metadata(directory()));
    }

    /** Whole rows with the vectors that the memory's own embedder gives their texts; it carries them along as ids. */
    private Dataset<Row> embedded(Dataset<?> dataset, MemorySpace space) throws IOException {
        return space.embedder()
                .embed(dataset.select(
                        struct(col("*")).as("id"),
                        StageColumns.text(getInputCol()).as("text")))
                .select(col("id").as(ROW), col(VECTOR));
    }

    private Dataset<Row> given(Dataset<?> dataset) {
        return dataset.select(
                struct(col("*")).as(ROW), StageColumns.vector(getInputCol()).as(VECTOR));
    }

    private static Column[] with(Column[] columns, Column last) {
        Column[] all = Arrays.copyOf(columns, columns.length + 1);
        all[columns.length] = last;
        return all;
    }

    private UserDefinedFunction energy(DomainMemory memory, MemorySpace space, SparkSession spark) {
        Broadcast<Laplacian> laplacian =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(memory.laplacian());
        Optional<RandomProjection> projection = space.projection();
        int features = space.features();
        double epsilon = memory.epsilon();
        // An Optional is not serializable.
        RandomProjection projected = projection.orElse(null);
        return udf(
                        (Vector vector) -> {
                            double[] x = vector.toArray();
                            requireFitting(x, features);
                            return DocumentEnergies.energy(
                                    laplacian.value(), projected == null ? x : projected.apply(x), epsilon, "a row");
                        },
                        DataTypes.DoubleType)
                .asNonNullable();
    }

    private static void requireFitting(double[] x, int features) {
        if (x.length != features || !Arrays.stream(x).allMatch(Double::isFinite)) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "a row has a vector of %d numbers%s; the memory takes finite ones of %d",
                    x.length,
                    x.length == features ? ", not all finite" : "",
                    features));
        }
    }

    private static UserDefinedFunction lambda(DomainMemory memory) {
        double tau = memory.tau()
                .orElseThrow(() -> new InvalidInput(
                        "memory '%s' was made without one tau for all documents; build it with tau.source = energies"
                                .formatted(memory.directory())));
        return udf((Double energy) -> Taumode.lambda(energy, tau), DataTypes.DoubleType)
                .asNonNullable();
    }

    public Param<String> energyCol() {
        return energyCol;
    }

    public Param<String> lambdaCol() {
        return lambdaCol;
    }

    public DomainMemoryModel setEnergyCol(String value) {
        set(energyCol, value);
        return this;
    }

    public DomainMemoryModel setLambdaCol(String value) {
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
