package io.tauspark.search;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.OrWord;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the search command.
 *
 * @param memory a memory directory, one of its releases, or a foreign pair of manifold.parquet and manifold.json
 * @param over what is searched
 * @param corpus the documents to search; null for terms
 * @param query texts to look for
 * @param queries a corpus of queries; null where the texts are given
 * @param k hits to a query
 * @param alpha weight of the cosine, in [0, 1]; the rest is that of λ
 * @param candidates documents on either side of a query's λ that are compared with it; 0 for all
 * @param tau of all λ; null for the memory's own
 * @param tokenizerFile tokenizer.json of the terms; empty where the memory has it
 * @param output directory to make
 * @param overwrite whether an earlier output may be replaced
 */
public record SearchConfig(
        String memory,
        Over over,
        @Nullable CorpusConfig corpus,
        List<String> query,
        @Nullable CorpusConfig queries,
        int k,
        double alpha,
        int candidates,
        @OrWord("memory") @Nullable Double tau,
        String tokenizerFile,
        String output,
        boolean overwrite) {
    /** What is searched. */
    public enum Over {
        /** The documents of a corpus, by their vectors in the memory's space. */
        DOCUMENTS,
        /** The tokens that the memory knows. */
        TERMS
    }

    /** Beyond, nobody reads the hits of a query one by one. */
    private static final int MOST_HITS = 10_000;

    public SearchConfig {
        query = List.copyOf(query);
        boolean documents = over == Over.DOCUMENTS;
        boolean vectors = corpus != null && !corpus.embedding().isEmpty();
        Problems problems = new Problems()
                .check(!memory.isBlank(), "memory", memory, "is blank; name the output of laplacian")
                .check(!documents || corpus != null, "input", "", "is blank; name the documents to search")
                .check(
                        documents || corpus == null,
                        "input",
                        corpus == null ? "" : corpus.input(),
                        "is read only when over = documents; choose that, or leave the input out")
                .check(
                        !query.isEmpty() || queries != null,
                        "query",
                        query,
                        "names nothing to look for; give a text, a list of texts, or a file of them as queries.input")
                .check(
                        query.isEmpty() || queries == null,
                        "queries.input",
                        queries == null ? "" : queries.input(),
                        "must be empty where query is given: one of them is what to look for")
                .check(
                        !vectors || query.isEmpty(),
                        "query",
                        query,
                        "is text where documents come with vectors; give the queries' vectors in a file, as queries.input")
                .check(k >= 1 && k <= MOST_HITS, "k", k, "must lie between 1 and " + MOST_HITS)
                .check(alpha >= 0 && alpha <= 1, "alpha", alpha, "must lie in [0, 1]; 1 is cosine search")
                .check(candidates >= 0, "candidates", candidates, "must be at least 0, which compares all")
                .check(tau == null || tau > 0, "tau", tau == null ? 0 : tau, "must be positive, or memory")
                .check(
                        !documents || tokenizerFile.isEmpty(),
                        "tokenizer-file",
                        tokenizerFile,
                        "is read only when over = terms; choose that, or leave the file out")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make");
        for (String text : query) {
            problems.check(!text.isBlank(), "query", text, "is blank; give a text to look for");
        }
        problems.throwIfAny();
    }

    public static SearchConfig from(Settings settings) {
        return RecordBinder.of(SearchConfig.class)
                .with("corpus", SearchConfig::documents)
                .with("query", keys -> keys.sentences("query"))
                .with("queries", SearchConfig::file)
                .apply(settings);
    }

    private static @Nullable CorpusConfig documents(Settings keys) {
        return keys.text("input").isBlank() ? null : CorpusConfig.from(keys, keys.text("embedding"));
    }

    private static @Nullable CorpusConfig file(Settings keys) {
        boolean none = keys.section("queries", section -> section.text("input").isBlank());
        String embedding = keys.text("embedding");
        return none ? null : keys.section("queries", section -> CorpusConfig.from(section, embedding));
    }
}
