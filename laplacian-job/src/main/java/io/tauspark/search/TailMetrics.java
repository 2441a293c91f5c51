package io.tauspark.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spread of scores beyond the first hits, after the metrics that arrowspace tests its searches with. The head is ranks 1 to
 * 3, the tail all ranks after it. A ratio near 1 says that hits stay as good, a small one that few answers stand out.
 *
 * @param headMean mean score of the head
 * @param mean mean score of the tail
 * @param deviation standard deviation of the scores of the tail, as of a whole population
 * @param ratio mean of the tail over mean of the head; null where the head has no positive mean
 * @param fall what a rank loses in the tail on average: (first − last) / (ranks − 1), and 0 of a single one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TailMetrics(
        double headMean,
        double mean,
        double deviation,
        @Nullable Double ratio,
        double fall) {
    /** Ranks of the head. */
    static final int HEAD = 3;

    /** Of the scores of one query, the best first; empty where there is no tail. */
    static Optional<TailMetrics> of(List<Double> scores) {
        if (scores.size() <= HEAD) {
            return Optional.empty();
        }
        List<Double> tail = scores.subList(HEAD, scores.size());
        double head = average(scores.subList(0, HEAD));
        double mean = average(tail);
        double variance = average(
                tail.stream().map(score -> (score - mean) * (score - mean)).toList());
        int steps = tail.size() - 1;
        return Optional.of(new TailMetrics(
                head,
                mean,
                Math.sqrt(variance),
                head > 0 ? (Double) (mean / head) : null,
                steps == 0 ? 0 : (tail.get(0) - tail.get(steps)) / steps));
    }

    /** The means over queries, of the ratio over those that have one; empty without any. */
    static Optional<TailMetrics> mean(List<TailMetrics> queries) {
        if (queries.isEmpty()) {
            return Optional.empty();
        }
        List<Double> ratios = queries.stream()
                .map(TailMetrics::ratio)
                .filter(Objects::nonNull)
                .toList();
        return Optional.of(new TailMetrics(
                average(queries.stream().map(TailMetrics::headMean).toList()),
                average(queries.stream().map(TailMetrics::mean).toList()),
                average(queries.stream().map(TailMetrics::deviation).toList()),
                ratios.isEmpty() ? null : (Double) average(ratios),
                average(queries.stream().map(TailMetrics::fall).toList())));
    }

    private static double average(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
