package io.tauspark.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Fingerprint;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Word vectors fitted on the corpus itself (MLlib's skip-gram Word2Vec); a document is the sum of the vectors of its
 * known words, divided by the number of all its words.
 *
 * <p>The fit does not depend on how the input is partitioned: documents are put into the order of a hash of (seed, id)
 * and trained on in that order by one task. Bits may still differ where {@code spark.default.parallelism} is set to
 * another value, which orders equally frequent words, or where another native BLAS is installed.
 */
public final class WordsEmbedder {
    /** Letters and digits, with single apostrophes or hyphens between them. */
    private static final String WORD = "[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*";

    /** MLlib looks for a native BLAS and warns that there is none, which helps nobody; kept from being collected. */
    private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

    /** Keeps this order apart from others made of the same seed and ids, such as that of the shards. */
    private static final String PURPOSE = "word vectors: ";

    private final RegexTokenizer tokenizer;
    private final Word2VecModel model;

    private WordsEmbedder(RegexTokenizer tokenizer, Word2VecModel model) {
        this.tokenizer = tokenizer;
        this.model = model;
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
        RegexTokenizer tokenizer = new RegexTokenizer()
                .setGaps(false)
                .setPattern(WORD)
                .setInputCol("text")
                .setOutputCol("words");
        Word2Vec words = new Word2Vec()
                .setInputCol("words")
                .setOutputCol("vector")
                .setVectorSize(config.dimension())
                .setMinCount(config.minCount())
                .setWindowSize(config.window())
                .setMaxIter(config.iterations())
                .setNumPartitions(1)
                .setSeed(seed);
        Dataset<Row> sample = tokenizer
                .transform(inOrder(documents, count, config.fitDocuments(), seed))
                .select("words")
                .persist();
        try {
            return new WordsEmbedder(tokenizer, words.fit(sample));
        } catch (IllegalArgumentException refused) {
            if (String.valueOf(refused.getMessage()).contains("vocabulary size")) {
                throw new InvalidInput(
                        "no word occurs embed.min-count=%d times in the documents; lower it or give more documents"
                                .formatted(config.minCount()),
                        refused);
            }
            throw refused;
        } finally {
            sample.unpersist();
        }
    }

    /** Adds {@code vector} to documents; it is zero where no word is known. */
    public Dataset<Row> embed(Dataset<Row> documents) {
        return model.transform(tokenizer.transform(documents)).select("id", "vector");
    }

    /** Words that have a vector. */
    public long vocabulary() {
        return model.getVectors().count();
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
