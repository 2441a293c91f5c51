package io.tauspark.bench.quality;

import io.tauspark.compare.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Test scores of all variants, and of each against the baselines. Differences and ratios are taken seed by seed: trials
 * of one seed share their data and, where shapes agree, their first parameters, so most of the noise cancels.
 *
 * @param baselines that have results
 * @param rows in the order asked for, then others that have results
 */
record Comparison(List<String> baselines, List<Row> rows) {

    /**
     * One variant.
     *
     * @param seeds that were finished
     * @param test bits per byte
     * @param against by baseline, where a seed is finished in both
     */
    record Row(
            String variant,
            int seeds,
            long parameters,
            Spread test,
            Map<String, Against> against,
            double tokensPerSecond) {}

    /**
     * A variant against a baseline.
     *
     * @param seeds that both have
     * @param difference variant minus baseline, bits per byte
     * @param ratio variant by baseline
     */
    record Against(int seeds, Spread difference, Spread ratio) {}

    static Comparison of(List<TrialResult> results, List<String> order, List<String> baselines) {
        Map<String, Map<Long, TrialResult>> variants = new LinkedHashMap<>();
        order.forEach(variant -> variants.put(variant, new TreeMap<>()));
        for (TrialResult result : results) {
            variants.computeIfAbsent(result.variant(), name -> new TreeMap<>()).put(result.seed(), result);
        }
        variants.values().removeIf(Map::isEmpty);
        List<String> present = baselines.stream().filter(variants::containsKey).toList();
        List<Row> rows = new ArrayList<>();
        variants.forEach((variant, seeds) -> {
            Map<String, Against> against = new LinkedHashMap<>();
            for (String baseline : present) {
                if (!baseline.equals(variant)) {
                    against(seeds, variants.getOrDefault(baseline, Map.of()), baseline, against);
                }
            }
            rows.add(row(variant, List.copyOf(seeds.values()), against));
        });
        return new Comparison(present, rows);
    }

    private static Row row(String variant, List<TrialResult> seeds, Map<String, Against> against) {
        Spread test = Spread.of(seeds.stream().map(TrialResult::testBitsPerByte).toList());
        double speed = Spread.of(
                        seeds.stream().map(TrialResult::tokensPerSecond).toList())
                .mean();
        return new Row(variant, seeds.size(), seeds.get(0).parameters(), test, against, speed);
    }

    private static void against(
            Map<Long, TrialResult> variant, Map<Long, TrialResult> baseline, String name, Map<String, Against> into) {
        List<Double> differences = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        variant.forEach((seed, result) -> {
            TrialResult other = baseline.get(seed);
            if (other != null) {
                differences.add(result.testBitsPerByte() - other.testBitsPerByte());
                ratios.add(result.testBitsPerByte() / other.testBitsPerByte());
            }
        });
        if (!differences.isEmpty()) {
            into.put(name, new Against(differences.size(), Spread.of(differences), Spread.of(ratios)));
        }
    }
}
