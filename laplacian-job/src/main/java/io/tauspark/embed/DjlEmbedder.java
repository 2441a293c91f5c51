package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A sentence transformer that DJL runs; what identifies it is the checksum of its files. */
final class DjlEmbedder implements Embedder {
    static final String KIND = "djl";

    private final DjlConfig config;
    private final int dimension;
    private final String sha256;

    private DjlEmbedder(DjlConfig config, int dimension, String sha256) {
        this.config = config;
        this.dimension = dimension;
        this.sha256 = sha256;
    }

    /**
     * Loads the model in a task, as later tasks will, and asks it for its dimension.
     *
     * @param wanted dimension; 0 for any
     * @throws InvalidInput if the model cannot be used or has another dimension
     */
    static DjlEmbedder open(DjlConfig config, int wanted, SparkSession spark) throws IOException {
        String model =
                ModelSource.qualified(config.model(), spark.sparkContext().hadoopConfiguration());
        DjlEmbedder embedder = described(withModel(config, model, config.engine()), "", spark);
        if (wanted != 0 && wanted != embedder.dimension) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "embed.dimension is %d, model '%s' gives %d; set it to that, or to 0",
                    wanted,
                    model,
                    embedder.dimension));
        }
        return embedder;
    }

    /** @throws InvalidInput if the model is not the one that the file was written for */
    static DjlEmbedder reopen(EmbedderFile file, SparkSession spark) throws IOException {
        if (file.djl() == null) {
            throw new InvalidInput(
                    "%s is of kind djl but does not say which model; restore it".formatted(EmbedderFile.NAME));
        }
        return described(file.djl(), file.sha256(), spark);
    }

    @Override
    public Dataset<Row> embed(Dataset<Row> documents) {
        return TextEmbedder.of(config, sha256)
                .transform(documents.select("id", "text"))
                .select("id", "vector");
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Map<String, Object> provenance() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", KIND);
        facts.put("sha256", sha256);
        facts.put("dimension", dimension);
        facts.put("model", config.model());
        facts.put("engine", config.engine());
        facts.put("pooling", Settings.spelling(config.pooling()));
        facts.put("normalise", config.normalise());
        facts.put("max_length", config.maxLength());
        return facts;
    }

    @Override
    public void save(Path directory, SparkSession spark) throws IOException {
        new EmbedderFile(EmbedderFile.FORMAT, KIND, dimension, sha256, config, null)
                .write(directory, spark.sparkContext().hadoopConfiguration());
    }

    private static DjlEmbedder described(DjlConfig config, String sha256, SparkSession spark) throws IOException {
        EmbedPartition partition = TextEmbedder.of(config, sha256)
                .partition(0, sha256, spark.sparkContext().hadoopConfiguration());
        ModelDescription found = ModelDescription.of(partition, spark);
        return new DjlEmbedder(withModel(config, config.model(), found.engine()), found.dimension(), found.sha256());
    }

    private static DjlConfig withModel(DjlConfig config, String model, String engine) {
        return new DjlConfig(
                model,
                engine,
                config.batch(),
                config.pooling(),
                config.normalise(),
                config.maxLength(),
                config.tokenTypes());
    }
}
