package io.tauspark.compare;

import io.tauspark.model.CacheSize;
import io.tauspark.page.NumberText;
import io.tauspark.page.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The results of the trials of one group: a variant of a comparison, or a point of a sweep.
 *
 * @param variant the group
 * @param seeds that are finished
 * @param bitsPerByte that the trials are judged by, over the seeds: of the validation set at the last step, or of its
 *     test half with the chosen model
 * @param validationLoss the same in nats per token
 * @param perplexity the same as exp of that
 * @param parameters that are learnt
 * @param tokens that each trial learnt from
 * @param bytesPerToken bytes of text to a token in the validation documents
 * @param cache what generation must remember, by the shape of the model
 * @param tokensPerSecond mean over the seeds
 * @param againstBaseline null for the baseline, and where no seed is finished in both
 */
record ComparedVariant(
        String variant,
        int seeds,
        Spread bitsPerByte,
        Spread validationLoss,
        Spread perplexity,
        long parameters,
        long tokens,
        double bytesPerToken,
        CacheSize cache,
        double tokensPerSecond,
        @Nullable PairedDifference againstBaseline) {
    private static final int DECIMALS = 4;

    /** Groups that have finished trials, in the order in which they were asked for. */
    static List<ComparedVariant> of(List<TrialOutcome> outcomes, String baseline) {
        Map<String, List<TrialOutcome>> groups = new LinkedHashMap<>();
        for (TrialOutcome outcome : outcomes) {
            if (outcome.result() != null) {
                groups.computeIfAbsent(outcome.trial().group(), group -> new ArrayList<>())
                        .add(outcome);
            }
        }
        Map<Long, Double> base = scores(outcomes, baseline);
        List<ComparedVariant> variants = new ArrayList<>();
        groups.forEach((group, finished) -> {
            PairedDifference against =
                    group.equals(baseline) ? null : PairedDifference.of(scores(finished, group), base);
            variants.add(of(group, finished, against));
        });
        return variants;
    }

    /**
     * The columns of {@link #scoreCells}.
     *
     * @param score the name of the score that counts
     */
    static List<Column> scoreColumns(String score) {
        return List.of(
                Column.number("seeds"), Column.number(score), Column.number("nats/token"), Column.number("perplexity"));
    }

    /** The scores as a table shows them. */
    List<String> scoreCells() {
        return List.of(
                NumberText.of((long) seeds),
                bitsPerByte.text(DECIMALS),
                NumberText.fixed(validationLoss.mean(), DECIMALS),
                NumberText.fixed(perplexity.mean(), 2));
    }

    /** Bits per byte of a group by seed. */
    static Map<Long, Double> scores(List<TrialOutcome> outcomes, String group) {
        return scores(outcomes, group, result -> result.judged().bitsPerByte());
    }

    /** A quantity of a group by seed, of the results that have it. */
    static Map<Long, Double> scores(
            List<TrialOutcome> outcomes, String group, Function<TrialResult, @Nullable Double> quantity) {
        Map<Long, Double> scores = new TreeMap<>();
        for (TrialOutcome outcome : outcomes) {
            TrialResult result = outcome.result();
            Double score = result == null || !outcome.trial().group().equals(group) ? null : quantity.apply(result);
            if (score != null) {
                scores.put(outcome.trial().train().seed(), score);
            }
        }
        return scores;
    }

    private static ComparedVariant of(String group, List<TrialOutcome> finished, @Nullable PairedDifference against) {
        List<TrialResult> results = new ArrayList<>();
        for (TrialOutcome outcome : finished) {
            TrialResult result = outcome.result();
            if (result != null) {
                results.add(result);
            }
        }
        return new ComparedVariant(
                group,
                results.size(),
                spread(results, result -> result.judged().bitsPerByte()),
                spread(results, result -> result.judged().loss()),
                spread(results, result -> result.judged().perplexity()),
                results.get(0).parameters(),
                results.get(0).tokens(),
                results.get(0).bytesPerToken(),
                CacheSize.of(finished.get(0).trial().train().model()),
                spread(results, TrialResult::tokensPerSecond).mean(),
                against);
    }

    private static Spread spread(List<TrialResult> results, ToDoubleFunction<TrialResult> quantity) {
        return Spread.of(results.stream().map(quantity::applyAsDouble).toList());
    }
}
