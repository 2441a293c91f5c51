package io.tauspark.train;

import io.tauspark.config.Settings;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.HeadGradients.Norms;
import io.tauspark.model.QueryHead;
import io.tauspark.model.QueryHead.Lambda;
import io.tauspark.observe.QuantileSketch;
import io.tauspark.observe.QuantileSketch.Energies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a line of {@code metrics.jsonl} tells of the attention of all workers: λ and energies of every token of an
 * interval, sampled weights and gradients of the step that ends it. See docs/statistics.md.
 */
final class AttentionStatistics {
    private final List<QueryHead> heads;
    private final List<QuantileSketch> sketches;
    private final AttentionSums attention;
    private final Norms gradients;
    private final double[] temperatures;
    private final float[] tau;

    /**
     * Takes what was observed.
     *
     * @param heads of the model
     * @param counts of λ of the interval, [rows, bins] row-major
     * @param attention of the last step
     * @param gradients of the last step
     * @param temperatures of the query heads
     * @param tau of the key heads with λ
     */
    AttentionStatistics(
            List<QueryHead> heads,
            long[] counts,
            AttentionSums attention,
            Norms gradients,
            double[] temperatures,
            float[] tau) {
        this.heads = heads;
        this.sketches = IntStream.range(0, counts.length / QuantileSketch.BINS)
                .mapToObj(row -> QuantileSketch.of(counts, row * QuantileSketch.BINS))
                .toList();
        this.attention = attention;
        this.gradients = gradients;
        this.temperatures = temperatures;
        this.tau = tau;
    }

    /** One entry per layer, with one per head. What a kind of attention does not have is left out. */
    List<Map<String, Object>> layers() {
        List<Map<String, Object>> layers = new ArrayList<>();
        int count = heads.stream().mapToInt(QueryHead::layer).max().orElse(-1) + 1;
        for (int layer = 0; layer < count; layer++) {
            int number = layer;
            List<QueryHead> members =
                    heads.stream().filter(head -> head.layer() == number).toList();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("layer", layer);
            describe(entry, members);
            entry.put("heads", members.stream().map(this::head).toList());
            layers.add(entry);
        }
        return layers;
    }

    private Map<String, Object> head(QueryHead head) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", Settings.spelling(head.kind()));
        describe(entry, List.of(head));
        put(entry, "temperature", temperatures[head.number()]);
        Lambda lambda = head.lambda();
        if (lambda != null) {
            put(entry, "tau", tau[lambda.tau()]);
            if (entry.get("energy_k") instanceof Quantiles energies) {
                put(entry, "median_energy", energies.p50());
            }
        }
        return entry;
    }

    /** What is told of any number of heads together. */
    private void describe(Map<String, Object> entry, List<QueryHead> members) {
        List<Energies> queries = distinct(members, Lambda::queries);
        List<Energies> keys = keys(members);
        QuantileSketch both = QuantileSketch.merged(Stream.concat(queries.stream(), keys.stream())
                .map(Energies::sketch)
                .toList());
        // Nothing was counted where no head has λ, or every step was skipped.
        if (both.count() > 0) {
            entry.put("lambda", Quantiles.ofLambda(both));
            entry.put("lambda_q", Quantiles.ofLambda(merged(queries)));
            entry.put("lambda_k", Quantiles.ofLambda(merged(keys)));
            entry.put("energy_q", Quantiles.ofEnergy(queries));
            entry.put("energy_k", Quantiles.ofEnergy(keys));
            put(entry, "saturated", both.saturated());
        }
        int[] numbers = members.stream().mapToInt(QueryHead::number).toArray();
        if (attention.queries() > 0) {
            put(entry, "effective_keys", attention.effectiveKeys(numbers));
            put(entry, "entropy", attention.entropy(numbers));
        }
        List<QueryHead> projected =
                members.stream().filter(head -> head.projections() != null).toList();
        if (!projected.isEmpty()) {
            put(entry, "grad_norm_q", gradients.ofQueries(projected));
            put(entry, "grad_norm_k", gradients.ofKeys(projected));
        }
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

    /** The step at the end of the interval may have been skipped because of what is no number. */
    private static void put(Map<String, Object> entry, String name, double value) {
        if (Double.isFinite(value)) {
            // Seven digits, which is more than any of these is known to.
            entry.put(name, (float) value);
        }
    }
}
