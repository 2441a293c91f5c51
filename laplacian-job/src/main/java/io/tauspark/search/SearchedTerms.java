package io.tauspark.search;

import io.tauspark.config.InvalidInput;
import io.tauspark.embed.StoredEmbedder;
import io.tauspark.memory.DomainMemory;
import io.tauspark.store.Storage;
import io.tauspark.terms.TermTable;
import io.tauspark.terms.TermsFile;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerIdentity;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The terms of a memory, with the λ that they have on its term graph. Their ids are those of the tokenizer. */
final class SearchedTerms implements Searched {
    /** The kind of tokenizers that have a file. */
    private static final String FROM_FILE = "huggingface";

    private final JavaSparkContext spark;
    private final TermSpace space;
    private final Broadcast<TermSpace> shared;
    private final Tokenizer tokenizer;
    private final List<Query> queries;

    private SearchedTerms(JavaSparkContext spark, TermSpace space, Tokenizer tokenizer, List<Query> queries) {
        this.spark = spark;
        this.space = space;
        this.shared = spark.broadcast(space);
        this.tokenizer = tokenizer;
        this.queries = queries;
    }

    /**
     * Opens the terms of a memory.
     *
     * @throws InvalidInput if it has none, their tokenizer is not here, or a query is unknown to them
     */
    static Searched open(SparkSession spark, SearchConfig config, DomainMemory memory) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        TermTable table = TermTable.load(memory.directory(), hadoop)
                .orElseThrow(() -> new InvalidInput(
                        "memory '%s' has no terms, which over = terms searches; build it with terms.tokenizer, or give over = documents"
                                .formatted(memory.directory())));
        TermSpace space = new TermSpace(table);
        List<QueryText> texts = QueryText.of(spark, config);
        Tokenizer tokenizer =
                tokenizer(config, memory, table.tokenizer(), hadoop).open();
        try {
            TermQueries reader = new TermQueries(space, tokenizer);
            List<Query> queries = texts.stream().map(reader::of).toList();
            return new SearchedTerms(
                    JavaSparkContext.fromSparkContext(spark.sparkContext()), space, tokenizer, queries);
        } catch (RuntimeException failed) {
            tokenizer.close();
            throw failed;
        }
    }

    /** The tokenizer of the terms: known by its name, given, or kept by an embedder of the same terms. */
    private static TokenizerSource tokenizer(
            SearchConfig config, DomainMemory memory, TokenizerIdentity wanted, Configuration hadoop)
            throws IOException {
        if (!config.tokenizerFile().isEmpty()) {
            byte[] content = Storage.read(Storage.qualified(config.tokenizerFile(), hadoop), hadoop);
            TokenizerSource given = TokenizerSource.huggingFace(content, config.tokenizerFile());
            if (!given.identity().equals(wanted)) {
                throw new InvalidInput(
                        "memory '%s' knows the tokens of %s, tokenizer-file is %s; give the one it was built with"
                                .formatted(
                                        memory.directory(),
                                        TermsFile.shown(wanted),
                                        TermsFile.shown(given.identity())));
            }
            return given;
        }
        Path embedder = new Path(memory.directory(), StoredEmbedder.DIRECTORY);
        Path kept = new Path(embedder, "tokenizer.json");
        if (wanted.kind().equals(FROM_FILE) && !Storage.of(kept, hadoop).exists(kept)) {
            throw new InvalidInput(
                    "memory '%s' knows the tokens of %s and keeps no copy of its file; name it as tokenizer-file"
                            .formatted(memory.directory(), TermsFile.shown(wanted)));
        }
        return TokenizerSource.load(embedder, wanted, hadoop);
    }

    @Override
    public JavaRDD<Indexed> all() {
        Broadcast<TermSpace> terms = shared;
        return spark.parallelize(space.known()).map(token -> terms.value().indexed(token));
    }

    @Override
    public List<Query> queries() {
        return queries;
    }

    @Override
    public long count() {
        return space.vocabulary();
    }

    @Override
    public Map<String, Long> rejected() {
        return Map.of();
    }

    @Override
    public void writeRejected(Path directory) {
        // A vocabulary has no records that could not be read.
    }

    @Override
    public @Nullable Double tau() {
        return null;
    }

    @Override
    public Map<String, String> texts(Collection<String> ids) {
        Map<String, String> texts = new HashMap<>();
        ids.forEach(id -> texts.put(id, tokenizer.decode(new int[] {Integer.parseInt(id)})));
        return texts;
    }

    @Override
    public void close() {
        shared.destroy();
        tokenizer.close();
    }
}
