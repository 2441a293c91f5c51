package io.tauspark.embed;

import io.tauspark.store.Sha256;
import io.tauspark.terms.TermTable;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Documents as the mean of their tokens' vectors, which a memory's own terms give: nothing is fitted beside
 * them, and the bits depend on documents and settings alone.
 */
public final class TermsEmbedder implements Embedder {
    static final String KIND = "terms";

    private final TermVectors vectors;
    private final TokenizerSource tokenizer;
    private final String sha256;

    private TermsEmbedder(TermVectors vectors, TokenizerSource tokenizer, String sha256) {
        this.vectors = vectors;
        this.tokenizer = tokenizer;
        this.sha256 = sha256;
    }

    /**
     * The embedder that a memory's terms give.
     *
     * @param table terms of the same tokenizer
     * @param dimension even, at most twice the size of the table
     */
    public static TermsEmbedder of(TermTable table, TokenizerSource tokenizer, int dimension) {
        TermVectors vectors = TermVectors.of(table, dimension);
        return new TermsEmbedder(vectors, tokenizer, Sha256.of(vectors.content()));
    }

    static TermsEmbedder load(Path directory, EmbedderFile file, Configuration hadoop) throws IOException {
        TokenizerSource tokenizer = TokenizerSource.load(directory, file.requiredTokenizer(directory), hadoop);
        int vocabulary = tokenizer.identity().vocabulary();
        return new TermsEmbedder(
                TermVectors.read(directory, file.sha256(), vocabulary, hadoop), tokenizer, file.sha256());
    }

    @Override
    public Dataset<Row> embed(Dataset<Row> documents) {
        Broadcast<TermVectors> shared = JavaSparkContext.fromSparkContext(
                        documents.sparkSession().sparkContext())
                .broadcast(vectors);
        TokenizerSource source = tokenizer;
        JavaRDD<Row> embedded = documents.select("id", "text").javaRDD().mapPartitions(rows -> {
            Tokenizer opened = source.open();
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> opened.close());
            return new Embedded(rows, opened, shared.value());
        });
        return documents
                .sparkSession()
                .createDataFrame(
                        embedded,
                        new StructType().add(documents.schema().apply("id")).add("vector", SQLDataTypes.VectorType()));
    }

    private record Embedded(Iterator<Row> rows, Tokenizer tokenizer, TermVectors vectors) implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            Row row = rows.next();
            double[] vector = vectors.document(tokenizer.encode(row.getString(1)));
            return RowFactory.create(row.get(0), Vectors.dense(vector));
        }
    }

    @Override
    public int dimension() {
        return vectors.dimension();
    }

    @Override
    public Map<String, Object> provenance() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", KIND);
        facts.put("sha256", sha256);
        facts.put("dimension", dimension());
        facts.put("vocabulary", vectors.size());
        facts.put("tokenizer", tokenizer.identity().sha256());
        return facts;
    }

    @Override
    public void save(Path directory, SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        vectors.write(directory, hadoop);
        tokenizer.save(directory, hadoop);
        new EmbedderFile(EmbedderFile.FORMAT, KIND, dimension(), sha256, null, tokenizer.identity())
                .write(directory, hadoop);
    }
}
