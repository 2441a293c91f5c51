package io.tauspark.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.config.Excerpt;
import io.tauspark.corpus.read.ReadSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run of {@link SearchJob}.
 *
 * @param output directory that was made
 * @param memorySha256 which memory was used
 * @param over what was searched
 * @param searched documents or terms that were compared, or could be
 * @param unknown how many more have a zero vector, so that they cannot be found
 * @param rejected records that are no documents, by reason
 * @param tau of all λ; null of terms
 * @param alpha weight of the cosine
 * @param k hits to a query
 * @param candidates documents on either side in λ; 0 where all were compared
 * @param recall mean over the queries; null where all were compared
 * @param tail means over the queries that have more than the first hits; null without any
 * @param queries in the order of the output
 * @param first the first hits of the first queries, to be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchReport(
        String output,
        String memorySha256,
        SearchConfig.Over over,
        long searched,
        long unknown,
        Map<String, Long> rejected,
        @Nullable Double tau,
        double alpha,
        int k,
        int candidates,
        @Nullable Double recall,
        @Nullable TailMetrics tail,
        List<QueryReport> queries,
        @JsonIgnore List<List<ShownHit>> first) {

    /** Plain lines for people, the last one ended. */
    public String summary() {
        StringBuilder lines = new StringBuilder(
                over == SearchConfig.Over.DOCUMENTS
                        ? String.format(
                                Locale.ROOT,
                                "documents  %,d searched, %,d without known words, rejected: %s%n",
                                searched,
                                unknown,
                                ReadSummary.counts(rejected))
                        : String.format(
                                Locale.ROOT,
                                "terms      %,d searched, %,d tokens too rare to be known%n",
                                searched,
                                unknown));
        lines.append(String.format(
                Locale.ROOT, "queries    %,d, the best %,d of each, alpha %s%n", queries.size(), k, alpha));
        if (recall != null) {
            lines.append(String.format(
                    Locale.ROOT,
                    "candidates %,d on either side in lambda; recall %.4f of the full scan%n",
                    candidates,
                    recall));
        }
        if (tail != null) {
            lines.append(String.format(
                    Locale.ROOT,
                    "tail       ranks from %d on: mean %.4f, deviation %.4f, %s, falls %.5f a rank%n",
                    TailMetrics.HEAD + 1,
                    tail.mean(),
                    tail.deviation(),
                    tail.ratio() == null
                            ? "no positive head"
                            : String.format(Locale.ROOT, "%.3f of the head", tail.ratio()),
                    tail.fall()));
        }
        for (int query = 0; query < first.size(); query++) {
            lines.append(heading(queries.get(query)));
            first.get(query).forEach(hit -> lines.append(hit.line()));
        }
        return lines.append("hits       ")
                .append(output)
                .append("/")
                .append(SearchOutput.HITS)
                .append('\n')
                .toString();
    }

    private static String heading(QueryReport query) {
        String text = query.text().isEmpty() ? "" : ": " + Excerpt.line(query.text());
        String remark = query.remark().isEmpty() ? "" : " (" + Excerpt.line(query.remark()) + ")";
        return String.format(Locale.ROOT, "query %s%s%s, lambda %.4f%n", query.query(), text, remark, query.lambda());
    }
}
