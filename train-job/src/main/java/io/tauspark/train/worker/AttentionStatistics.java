package io.tauspark.train.worker;

import io.tauspark.config.Settings;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.QueryHead;
import io.tauspark.model.QueryHead.Lambda;
import io.tauspark.model.torch.HeadGradients.Norms;
import io.tauspark.observe.QuantileSketch;
import io.tauspark.observe.QuantileSketch.Energies;
import io.tauspark.run.TrainingLine.Attention;
import io.tauspark.run.TrainingLine.Head;
import io.tauspark.run.TrainingLine.Layer;
import io.tauspark.run.TrainingLine.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a line of {@code metrics.jsonl} on the attention of all workers: λ and energies of every token of an
 * interval, sampled weights and gradients of the step that ends it. See docs/statistics.md.
 */
public final class AttentionStatistics {
    private static final double LOW = 0.05;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.95;

    private final List<QueryHead> heads;
    private final int tokens;
    private final List<QuantileSketch> sketches;
    private final AttentionSums attention;
    private final Norms gradients;
    private final double[] temperatures;
    private final float[] tau;

    /**
     * Takes what was observed.
     *
     * @param heads of the model
     * @param tokens of a window
     * @param counts of λ of the interval, [rows, bins] row-major
     * @param attention of the last step
     * @param gradients of the last step
     * @param temperatures of the query heads
     * @param tau of the key heads with λ
     */
    public AttentionStatistics(
            List<QueryHead> heads,
            int tokens,
            long[] counts,
            AttentionSums attention,
            Norms gradients,
            double[] temperatures,
            float[] tau) {
        this.heads = heads;
        this.tokens = tokens;
        this.sketches = IntStream.range(0, counts.length / QuantileSketch.BINS)
                .mapToObj(row -> QuantileSketch.of(counts, row * QuantileSketch.BINS))
                .toList();
        this.attention = attention;
        this.gradients = gradients;
        this.temperatures = temperatures;
        this.tau = tau;
    }

    /** One entry per layer, with one per head. What a kind of attention does not have is left out. */
    public List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        int count = heads.stream().mapToInt(QueryHead::layer).max().orElse(-1) + 1;
        for (int layer = 0; layer < count; layer++) {
            int number = layer;
            List<QueryHead> members =
                    heads.stream().filter(head -> head.layer() == number).toList();
            layers.add(Layer.of(
                    layer, attention(members), members.stream().map(this::head).toList()));
        }
        return layers;
    }

    private Head head(QueryHead head) {
        Attention alone = attention(List.of(head));
        Lambda lambda = head.lambda();
        Quantiles energies = alone.keyEnergy();
        Double median = energies == null ? null : energies.p50();
        boolean sampled = attention.queries() > 0;
        return Head.of(
                Settings.spelling(head.kind()),
                alone,
                finite(temperatures[head.number()]),
                lambda == null ? null : finite(tau[lambda.tau()]),
                median == null ? null : finite(median),
                head.projections() == null ? null : Integer.valueOf(head.delay()),
                sampled && lambda != null ? finite(attention.matched(head.number())) : null,
                sampled ? within(head) : null);
    }

    /** The shares by range, or nothing if one of them is no number. */
    private @Nullable List<Double> within(QueryHead head) {
        double[] shares = attention.within(tokens, head.number());
        return Arrays.stream(shares).allMatch(Double::isFinite)
                ? Arrays.stream(shares).mapToObj(AttentionStatistics::rounded).toList()
                : null;
    }

    /** The attention of any number of heads together. */
    private Attention attention(List<QueryHead> members) {
        List<Energies> queries = distinct(members, Lambda::queries);
        List<Energies> keys = keys(members);
        QuantileSketch both = QuantileSketch.merged(Stream.concat(queries.stream(), keys.stream())
                .map(Energies::sketch)
                .toList());
        // Nothing was counted where no head has λ, or every step was skipped.
        boolean counted = both.count() > 0;
        int[] numbers = members.stream().mapToInt(QueryHead::number).toArray();
        boolean sampled = attention.queries() > 0;
        List<QueryHead> projected =
                members.stream().filter(head -> head.projections() != null).toList();
        return new Attention(
                counted ? quantiles(both::lambda) : null,
                counted ? quantiles(merged(queries)::lambda) : null,
                counted ? quantiles(merged(keys)::lambda) : null,
                counted ? quantiles(share -> QuantileSketch.energy(queries, share)) : null,
                counted ? quantiles(share -> QuantileSketch.energy(keys, share)) : null,
                counted ? finite(both.saturated()) : null,
                sampled ? finite(attention.effectiveKeys(numbers)) : null,
                sampled ? finite(attention.entropy(numbers)) : null,
                projected.isEmpty() ? null : finite(gradients.ofQueries(projected)),
                projected.isEmpty() ? null : finite(gradients.ofKeys(projected)));
    }

    private List<Energies> keys(List<QueryHead> members) {
        return distinct(members, Lambda::keys);
    }

    /** The sketches in some rows, each once, since several heads may share their keys. */
    private List<Energies> distinct(List<QueryHead> members, Function<Lambda, Integer> row) {
        Map<Integer, Energies> found = new LinkedHashMap<>();
        for (QueryHead head : members) {
            Lambda lambda = head.lambda();
            if (lambda != null) {
                found.computeIfAbsent(
                        row.apply(lambda), number -> new Energies(sketches.get(number), tau[lambda.tau()]));
            }
        }
        return List.copyOf(found.values());
    }

    private static QuantileSketch merged(List<Energies> parts) {
        return QuantileSketch.merged(parts.stream().map(Energies::sketch).toList());
    }

    private static Quantiles quantiles(DoubleUnaryOperator quantile) {
        return new Quantiles(
                rounded(quantile.applyAsDouble(LOW)),
                rounded(quantile.applyAsDouble(MIDDLE)),
                rounded(quantile.applyAsDouble(HIGH)));
    }

    /** The step at the end of the interval may have been skipped because of what is no number. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? rounded(value) : null;
    }

    /** Seven digits, which is more than any of these is known to. */
    private static Double rounded(double value) {
        return Double.valueOf(Float.toString((float) value));
    }
}
