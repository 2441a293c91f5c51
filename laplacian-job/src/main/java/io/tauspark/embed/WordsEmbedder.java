package io.tauspark.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.Fingerprint;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Word vectors fitted on the corpus itself (MLlib's skip-gram Word2Vec); a document is the sum of the vectors of its
 * known words, divided by the number of all its words.
 *
 * <p>The fit does not depend on how the input is partitioned: documents are put into the order of a hash of (seed, id)
 * and trained on in that order by one task. Bits may still differ where {@code spark.default.parallelism} is set to
 * another value, which orders equally frequent words, or on a notebook's executors that have a BLAS of the system.
 */
public final class WordsEmbedder implements Embedder {
    static final String KIND = "words";

    /** MLlib looks for a native BLAS and warns that there is none, which helps nobody; kept from being collected. */
    private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

    /** Keeps this order apart from others made of the same seed and ids, such as that of the shards. */
    private static final String PURPOSE = "word vectors: ";

    private final WordVectors vectors;
    private final String sha256;

    WordsEmbedder(WordVectors vectors, String sha256) {
        this.vectors = vectors;
        this.sha256 = sha256;
    }

    /**
     * Fits word vectors.
     *
     * @param documents {@code id} and {@code text}, both texts
     * @param count how many they are
     * @throws InvalidInput if no word is frequent enough
     */
    public static WordsEmbedder fit(Dataset<Row> documents, long count, EmbedConfig config, long seed) {
        NETLIB.setLevel(Level.SEVERE);
        Word2Vec words = new Word2Vec()
                .setInputCol("words")
                .setOutputCol("vector")
                .setVectorSize(config.dimension())
                .setMinCount(config.minCount())
                .setWindowSize(config.window())
                .setMaxIter(config.iterations())
                .setNumPartitions(1)
                .setSeed(seed);
        UserDefinedFunction split = udf(
                (String text) -> Words.of(text).toArray(String[]::new),
                DataTypes.createArrayType(DataTypes.StringType, false));
        Dataset<Row> sample = inOrder(documents, count, config.fitDocuments(), seed)
                .select(split.apply(col("text")).as("words"))
                .persist();
        try {
            return of(words.fit(sample), config.dimension());
        } catch (IllegalArgumentException refused) {
            if (String.valueOf(refused.getMessage()).contains("vocabulary size")) {
                throw new InvalidInput(
                        config.minCount() == 1
                                ? "the documents have no words; give some that have, or embed.kind = djl"
                                : String.format(
                                        Locale.ROOT,
                                        "no word occurs embed.min-count=%d times in the documents; lower it or give more documents",
                                        config.minCount()),
                        refused);
            }
            throw refused;
        } finally {
            sample.unpersist(true);
        }
    }

    @Override
    public Dataset<Row> embed(Dataset<Row> documents) {
        Broadcast<WordVectors> shared = JavaSparkContext.fromSparkContext(
                        documents.sparkSession().sparkContext())
                .broadcast(vectors);
        UserDefinedFunction vector =
                udf((String text) -> Vectors.dense(shared.value().document(text)), SQLDataTypes.VectorType());
        return documents.select(col("id"), vector.apply(col("text")).as("vector"));
    }

    @Override
    public int dimension() {
        return vectors.dimension();
    }

    /** Words that have a vector. */
    public long vocabulary() {
        return vectors.size();
    }

    @Override
    public Map<String, Object> provenance() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", KIND);
        facts.put("sha256", sha256);
        facts.put("dimension", dimension());
        facts.put("vocabulary", vocabulary());
        return facts;
    }

    @Override
    public void save(Path directory, SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        for (Map.Entry<String, byte[]> file : vectors.files().entrySet()) {
            Storage.write(new Path(directory, file.getKey()), file.getValue(), hadoop);
        }
        new EmbedderFile(EmbedderFile.FORMAT, KIND, dimension(), sha256, null, null).write(directory, hadoop);
    }

    private static WordsEmbedder of(Word2VecModel model, int dimension) {
        // Sorted here: Spark would send all vectors with the tasks of a sort.
        List<Row> rows = model.getVectors().collectAsList().stream()
                .sorted(Comparator.comparing((Row row) -> row.<String>getAs("word")))
                .toList();
        float[] values = new float[Math.multiplyExact(rows.size(), dimension)];
        for (int row = 0; row < rows.size(); row++) {
            Vector vector = rows.get(row).getAs("vector");
            for (int feature = 0; feature < dimension; feature++) {
                // MLlib's own numbers are single, so nothing is lost.
                values[row * dimension + feature] = (float) vector.apply(feature);
            }
        }
        WordVectors vectors = new WordVectors(
                rows.stream().map(row -> row.<String>getAs("word")).toList(), values, dimension);
        TreeMap<String, String> checksums = new TreeMap<>();
        try {
            vectors.files().forEach((name, content) -> checksums.put(name, Sha256.of(content)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new WordsEmbedder(vectors, FileChecksums.together(checksums));
    }

    /** One partition in the order of a hash, cut at the hash of the last document wanted. */
    private static Dataset<Row> inOrder(Dataset<Row> documents, long count, int wanted, long seed) {
        UserDefinedFunction place = udf((String id) -> Fingerprint.of(seed, PURPOSE + id), DataTypes.LongType);
        Dataset<Row> placed = documents.withColumn("place", place.apply(col("id")));
        if (wanted < count) {
            Row last = placed.select("place")
                    .orderBy("place")
                    .limit(wanted)
                    .agg(max("place"))
                    .head();
            placed = placed.where(col("place").leq(last.getLong(0)));
        }
        return placed.repartition(1).sortWithinPartitions("place", "id", "text");
    }
}
