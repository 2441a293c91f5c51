package io.tauspark.search;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.read.Corpus;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * A query as it was written.
 *
 * @param id its place in the list, from 1, or that of its record
 * @param text not blank
 */
record QueryText(String id, String text) implements Serializable {
    /** Hits that a task keeps, of all queries: a few hundred megabytes. */
    private static final long MOST_KEPT = 2_000_000;

    /**
     * The queries of a configuration: a list in its order, a file in the order of ids.
     *
     * @throws InvalidInput if the file cannot be read, or has too many of them
     */
    static List<QueryText> of(SparkSession spark, SearchConfig config) {
        CorpusConfig file = config.queries();
        if (file == null) {
            requireFew(config.query().size(), config.k());
            return IntStream.range(0, config.query().size())
                    .mapToObj(place -> new QueryText(
                            Integer.toString(place + 1), config.query().get(place)))
                    .toList();
        }
        try (Corpus corpus = Corpus.read(spark, file)) {
            corpus.summary().requireFewRejected();
            requireFew(corpus.summary().accepted(), config.k());
            return corpus.documents().collectAsList().stream()
                    .map(row -> new QueryText(row.getString(0), row.getString(1)))
                    .sorted(Comparator.comparing(QueryText::id))
                    .toList();
        }
    }

    /** Refuses more queries than a task has room for. */
    static void requireFew(long queries, int k) {
        if (queries * k > MOST_KEPT) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%,d queries with k = %d have more than %,d hits; give fewer queries at a time, or a smaller k",
                    queries,
                    k,
                    MOST_KEPT));
        }
    }
}
