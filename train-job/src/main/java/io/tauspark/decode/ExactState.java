package io.tauspark.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All tokens of {@code tau} attention, looked up in logarithmic time: the weighted mean of all values with the weights
 * exp(c − |x − y| / t), exactly, whatever the λ are, ties among them.
 *
 * <p>This is the logarithmic method of Bentley and Saxe, 1980: runs of tokens that are sorted by λ, each at least twice as
 * long as the next one, and a few unsorted tokens. To the left of x the weights are exp(−x / t) · exp(c + y / t), and to the
 * right exp(x / t) · exp(c − y / t), so a run that knows the sums of the second factors over its beginnings and its ends is
 * looked up with one binary search. Of T tokens each is in about log₂(T / 32) merges; the merge of half of them takes O(T) at once.
 *
 * <p>Sums are of positive weights alone and told relative to their largest, so none is the difference of others, and neither a
 * low temperature nor log-weights far apart lose anything.
 */
public final class ExactState implements DecodeState {
    /** Tokens that are not sorted yet: as many as are looked at one by one in a few runs. */
    private static final int FRESH = 32;

    private final double[] inverseTemperatures;
    private final int width;
    private final TokenValues values;
    private final float[] freshKeys;
    private final double[] freshLogWeights;
    /** From the longest to the shortest. Runs never change, so copies share them. */
    private final List<SortedRun> runs;

    private int fresh;

    /**
     * Remembers nothing.
     *
     * @param inverseTemperatures of the query heads that the key head serves
     */
    public ExactState(double[] inverseTemperatures, int width) {
        this(
                inverseTemperatures.clone(),
                width,
                new TokenValues(width),
                new float[FRESH],
                new double[FRESH],
                new ArrayList<>(),
                0);
    }

    private ExactState(
            double[] inverseTemperatures,
            int width,
            TokenValues values,
            float[] freshKeys,
            double[] freshLogWeights,
            List<SortedRun> runs,
            int fresh) {
        this.inverseTemperatures = inverseTemperatures;
        this.width = width;
        this.values = values;
        this.freshKeys = freshKeys;
        this.freshLogWeights = freshLogWeights;
        this.runs = runs;
        this.fresh = fresh;
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        this.values.add(values, value);
        freshKeys[fresh] = keys[key];
        freshLogWeights[fresh] = logWeight;
        fresh++;
        if (fresh == FRESH) {
            sort();
        }
    }

    /** Makes a run of the fresh tokens, and one of it and those that are not longer. */
    private void sort() {
        SortedTokens sorted = SortedTokens.of(freshKeys, freshLogWeights, this.values.tokens() - fresh);
        fresh = 0;
        while (!runs.isEmpty() && runs.get(runs.size() - 1).tokens().size() <= sorted.size()) {
            sorted = runs.remove(runs.size() - 1).tokens().merged(sorted);
        }
        runs.add(SortedRun.of(sorted, inverseTemperatures, values, width));
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        double inverse = inverseTemperatures[head];
        double x = queries[query];
        int begin = values.tokens() - fresh;
        for (int i = 0; i < fresh; i++) {
            values.addTo(into, row, freshLogWeights[i] - Math.abs(x - freshKeys[i]) * inverse, begin + i);
        }
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).attend(head, x, inverse, values, into, row);
        }
    }

    @Override
    public void append(DecodeState later, double logWeight) {
        throw new UnsupportedOperationException("sorted runs hold every token, and are not added up");
    }

    @Override
    public void save(StateTensors to) {
        to.put(
                "runs",
                runs.size(),
                runs.stream().mapToDouble(run -> run.tokens().size()).toArray());
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).tokens().save(to.at("run." + i));
        }
        to.put("fresh.keys", fresh, Arrays.copyOf(freshKeys, fresh));
        to.put("fresh.log_weights", fresh, Arrays.copyOf(freshLogWeights, fresh));
        values.save(to, "values");
    }

    @Override
    public void load(StateTensors from) {
        double[] sizes = from.doubles("runs", 1, StateTensors.ANY)[0];
        float[] keys = from.floats("fresh.keys", 1, StateTensors.ANY)[0];
        fresh = keys.length;
        System.arraycopy(keys, 0, freshKeys, 0, fresh);
        System.arraycopy(from.doubles("fresh.log_weights", 1, fresh)[0], 0, freshLogWeights, 0, fresh);
        values.load(from, "values");
        runs.clear();
        for (int i = 0; i < sizes.length; i++) {
            SortedTokens tokens = SortedTokens.load(from.at("run." + i), (int) sizes[i]);
            runs.add(SortedRun.of(tokens, inverseTemperatures, values, width));
        }
    }

    @Override
    public long bytes() {
        long fixed = (long) FRESH * (Float.BYTES + Double.BYTES);
        return fixed
                + values.bytes()
                + runs.stream().mapToLong(SortedRun::bytes).sum();
    }

    @Override
    public ExactState copy() {
        return new ExactState(
                inverseTemperatures,
                width,
                values.copy(),
                freshKeys.clone(),
                freshLogWeights.clone(),
                new ArrayList<>(runs),
                fresh);
    }
}
