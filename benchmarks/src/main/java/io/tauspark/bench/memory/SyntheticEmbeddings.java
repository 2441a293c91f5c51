package io.tauspark.bench.memory;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;

/**
 * Writes embeddings in the shape of a sentence transformer's, as Parquet with {@code id} and {@code embedding} (array of
 * float): every vector is a mixture of a few latent topics, so that features correlate, plus noise of its own, and has
 * length one. Row i depends on seed and i alone.
 */
@Command(name = "synthetic-embeddings", description = "Writes made-up embeddings as Parquet, for benchmarks.")
public final class SyntheticEmbeddings extends SparkJobCommand<SyntheticConfig> {
    private static final int TOPICS = 24;
    private static final double NOISE = 0.5;

    /** SplittableRandom's own step between seeds, which keeps the streams of neighbouring rows apart. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    public SyntheticEmbeddings() {
        super(
                "synthetic-embeddings",
                () -> Settings.reference(SyntheticEmbeddings.class, "synthetic-embeddings"),
                RecordBinder.of(SyntheticConfig.class));
    }

    public static void main(String[] args) {
        main(new SyntheticEmbeddings(), args);
    }

    /**
     * Writes the files.
     *
     * @throws InvalidInput if the output exists
     */
    public static void run(SparkSession spark, SyntheticConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Path output = Storage.qualified(config.output(), hadoop);
        if (Storage.of(output, hadoop).exists(output)) {
            throw new InvalidInput("output '%s' exists; give another output".formatted(output));
        }
        double[][] topics = topics(config);
        long seed = config.seed();
        MapFunction<Long, Row> row =
                i -> RowFactory.create(String.format(Locale.ROOT, "doc-%09d", i), vector(topics, seed, i));
        spark.range(0, config.documents(), 1, config.files())
                .map(row, Encoders.row(SCHEMA))
                .write()
                .mode(SaveMode.ErrorIfExists)
                .parquet(output.toString());
    }

    private static double[][] topics(SyntheticConfig config) {
        SplittableRandom random = new SplittableRandom(config.seed());
        double[][] topics = new double[TOPICS][config.features()];
        for (double[] topic : topics) {
            for (int i = 0; i < topic.length; i++) {
                topic[i] = random.nextGaussian();
            }
        }
        return topics;
    }

    private static Float[] vector(double[][] topics, long seed, long row) {
        SplittableRandom random = new SplittableRandom(seed ^ (row + 1) * GOLDEN_GAMMA);
        double[] sum = new double[topics[0].length];
        for (double[] topic : topics) {
            double share = random.nextGaussian() / Math.sqrt(topics.length);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += share * topic[i];
            }
        }
        double square = 0;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += NOISE * random.nextGaussian();
            square += sum[i] * sum[i];
        }
        Float[] vector = new Float[sum.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return vector;
    }

    @Override
    protected void work(SparkSession spark, SyntheticConfig config) throws IOException {
        run(spark, config);
        System.out.printf(
                Locale.ROOT,
                "%,d embeddings of %d features in %s%n",
                config.documents(),
                config.features(),
                config.output());
    }
}
