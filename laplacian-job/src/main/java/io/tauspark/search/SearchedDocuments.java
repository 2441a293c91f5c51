package io.tauspark.search;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.graph.RandomProjection;
import io.tauspark.laplacian.DocumentEnergies;
import io.tauspark.laplacian.DocumentVectors;
import io.tauspark.laplacian.MemorySpace;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.Taumode;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Documents of a corpus in the space of a memory, and queries that got their vectors and their λ in the same way. */
final class SearchedDocuments implements Searched {
    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);

    private final DocumentVectors documents;
    private final LambdaRule rule;
    private final List<Query> queries;

    private SearchedDocuments(DocumentVectors documents, LambdaRule rule, List<Query> queries) {
        this.documents = documents;
        this.rule = rule;
        this.queries = queries;
    }

    /**
     * Opens the documents and embeds the queries.
     *
     * @throws InvalidInput if they cannot be read or do not fit the memory, a query knows nothing of it, or there is no τ
     */
    static Searched open(SparkSession spark, SearchConfig config, CorpusConfig corpus, DomainMemory memory)
            throws IOException {
        MemorySpace space = new MemorySpace(spark, memory);
        LambdaRule rule = LambdaRule.of(memory, config.tau(), space.projection());
        List<Query> queries = corpus.embedding().isEmpty()
                ? embedded(spark, QueryText.of(spark, config), space, rule)
                : given(config, space, rule);
        DocumentVectors documents = space.open(corpus);
        try {
            documents.summary().requireFewRejected();
            documents.requireInRange();
            return new SearchedDocuments(documents, rule, queries);
        } catch (RuntimeException failed) {
            documents.close();
            throw failed;
        }
    }

    /** Queries by the vectors of their texts, in the order of the texts. */
    private static List<Query> embedded(SparkSession spark, List<QueryText> texts, MemorySpace space, LambdaRule rule)
            throws IOException {
        List<Row> rows = texts.stream()
                .map(query -> RowFactory.create(query.id(), query.text()))
                .toList();
        Map<String, double[]> vectors =
                space
                        .embedder()
                        .embed(spark.createDataFrame(rows, TEXTS))
                        .select("id", "vector")
                        .collectAsList()
                        .stream()
                        .collect(Collectors.toMap(row -> row.getString(0), row -> row.<Vector>getAs(1)
                                .toArray()));
        return texts.stream()
                .map(query -> {
                    double[] vector = vectors.get(query.id());
                    if (vector == null) {
                        throw new IllegalStateException("an embedder gave query " + query.id() + " no vector");
                    }
                    return rule.query(query.id(), query.text(), vector);
                })
                .toList();
    }

    /** Queries that come with their vectors, in the order of ids. */
    private static List<Query> given(SearchConfig config, MemorySpace space, LambdaRule rule) throws IOException {
        CorpusConfig file = config.queries();
        if (file == null) {
            throw new IllegalStateException("a configuration let vectors be asked for by texts");
        }
        try (DocumentVectors vectors = space.open(file)) {
            vectors.summary().requireFewRejected();
            vectors.requireInRange();
            QueryText.requireFew(vectors.summary().accepted(), config.k());
            return vectors.vectors().collect().stream()
                    .map(query -> rule.query(query._1(), "", query._2()))
                    .sorted(Comparator.comparing(Query::id))
                    .toList();
        }
    }

    @Override
    public JavaRDD<Indexed> all() {
        LambdaRule rule = this.rule;
        return documents
                .vectors()
                .filter(document -> Direction.isOf(document._2()))
                .map(rule::indexed);
    }

    @Override
    public List<Query> queries() {
        return queries;
    }

    @Override
    public long count() {
        return documents.summary().accepted();
    }

    @Override
    public Map<String, Long> rejected() {
        return documents.summary().rejectedByReason();
    }

    @Override
    public void writeRejected(Path directory) throws IOException {
        documents.summary().writeRejected(directory);
    }

    @Override
    public Double tau() {
        return rule.tau();
    }

    @Override
    public Map<String, String> texts(Collection<String> ids) {
        return documents.texts(new ArrayList<>(ids));
    }

    @Override
    public void close() {
        documents.close();
    }

    /**
     * The way from a vector to its λ, the same for documents and queries.
     *
     * @param projection null where vectors meet the Laplacian as they are
     */
    private record LambdaRule(
            Laplacian laplacian,
            double epsilon,
            double tau,
            @Nullable RandomProjection projection) implements Serializable {

        static LambdaRule of(DomainMemory memory, @Nullable Double wanted, Optional<RandomProjection> projection) {
            if (wanted == null && memory.tau().isEmpty()) {
                throw new InvalidInput("memory '%s' was made without one tau for all documents; set tau to a number"
                        .formatted(memory.directory()));
            }
            double tau = wanted == null ? memory.tau().orElseThrow() : wanted;
            return new LambdaRule(memory.laplacian(), memory.epsilon(), tau, projection.orElse(null));
        }

        double lambda(String id, double[] vector) {
            double[] x = projection == null ? vector : projection.apply(vector);
            return Taumode.lambda(DocumentEnergies.energy(laplacian, x, epsilon, id), tau);
        }

        Indexed indexed(Tuple2<String, double[]> document) {
            return new Indexed(document._1(), lambda(document._1(), document._2()), Direction.of(document._2()));
        }

        Query query(String id, String text, double[] vector) {
            if (!Direction.isOf(vector)) {
                throw Searched.unknown(id, text, "word that the memory knows");
            }
            return new Query(id, text, lambda(id, vector), Direction.of(vector), "");
        }
    }
}
