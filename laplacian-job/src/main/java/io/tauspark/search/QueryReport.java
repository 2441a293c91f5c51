package io.tauspark.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search found for one query.
 *
 * @param query its id
 * @param text what was asked; empty of a query that came as a vector
 * @param remark how it was understood; empty if there is nothing to say
 * @param lambda of the query
 * @param hits how many were found
 * @param recall of candidates: the part of the hits of a full scan that are among these; null of a full scan
 * @param tail spread of scores beyond the first hits; null where there are no more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueryReport(
        String query,
        String text,
        String remark,
        double lambda,
        int hits,
        @Nullable Double recall,
        @Nullable TailMetrics tail) {

    /** @param full the hits of a full scan, where others were looked for */
    static QueryReport of(Query query, List<Hit> hits, @Nullable List<Hit> full) {
        return new QueryReport(
                query.id(),
                query.text(),
                query.remark(),
                query.lambda(),
                hits.size(),
                full == null ? null : (Double) recall(hits, full),
                TailMetrics.of(hits.stream().map(Hit::score).toList()).orElse(null));
    }

    /** The part of the wanted that was found, 1 where nothing is wanted. */
    static double recall(List<Hit> found, List<Hit> wanted) {
        Set<String> ids = new HashSet<>(found.stream().map(Hit::id).toList());
        long common = wanted.stream().filter(hit -> ids.contains(hit.id())).count();
        return wanted.isEmpty() ? 1 : (double) common / wanted.size();
    }
}
