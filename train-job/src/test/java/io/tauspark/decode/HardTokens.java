package io.tauspark.decode;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Tokens of one key head that are hard to look up, and what attention makes of them in plain double precision. */
record HardTokens(String name, float[] keys, double[] logWeights, float[] values) {
    static final int WIDTH = 5;

    static Stream<HardTokens> all() {
        Random random = new Random(4);
        return Stream.of(1, 2, 3, 32, 33, 100, 700)
                .flatMap(tokens -> Stream.of(
                        of("anywhere", tokens, random, i -> random.nextFloat(), i -> random.nextGaussian()),
                        of("all equal", tokens, random, i -> 0.375f, i -> random.nextGaussian()),
                        of("in few places", tokens, random, i -> random.nextInt(4) / 8f, i -> 0),
                        of("at the ends", tokens, random, i -> random.nextInt(2), i -> 0),
                        of("ascending", tokens, random, i -> i / (float) tokens, i -> -3 * i),
                        of("descending", tokens, random, i -> 1 - i / (float) tokens, i -> 0.1 * i),
                        of(
                                "far apart in weight",
                                tokens,
                                random,
                                i -> random.nextFloat(),
                                i -> random.nextInt(1001) - 500),
                        of("old text", tokens, random, i -> random.nextFloat(), i -> 1e6 + 0.2 * i)));
    }

    static HardTokens anywhere(int tokens, long seed) {
        Random random = new Random(seed);
        return of("anywhere", tokens, random, i -> random.nextFloat(), i -> 0.01 * i + random.nextGaussian());
    }

    /** A number of each token. */
    private interface OfToken {
        double at(int token);
    }

    private static HardTokens of(String name, int tokens, Random random, OfToken key, OfToken logWeight) {
        float[] keys = new float[tokens];
        double[] logWeights = new double[tokens];
        float[] values = new float[tokens * WIDTH];
        for (int i = 0; i < tokens; i++) {
            keys[i] = (float) key.at(i);
            logWeights[i] = logWeight.at(i);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new HardTokens(name, keys, logWeights, values);
    }

    int tokens() {
        return keys.length;
    }

    /** Queries between, on and beside the keys. */
    float[] queries() {
        return new float[] {
            0, 1, 0.375f, 0.123f, keys[0], keys[tokens() - 1], Math.min(1, Math.nextUp(keys[tokens() / 2]))
        };
    }

    /** The same tokens, without those before {@code from} and from {@code to} on. */
    HardTokens part(int from, int to) {
        return new HardTokens(
                name,
                Arrays.copyOfRange(keys, from, to),
                Arrays.copyOfRange(logWeights, from, to),
                Arrays.copyOfRange(values, from * WIDTH, to * WIDTH));
    }

    void appendTo(DecodeState state) {
        for (int i = 0; i < tokens(); i++) {
            state.append(keys, i, logWeights[i], values, i * WIDTH);
        }
    }

    /** The softmax over scores and log-weights, summed up without any shortcut. */
    double[] mean(Score score, int head, float query) {
        double[] logs = new double[tokens()];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tokens(); i++) {
            logs[i] = score.of(head, new float[] {query}, 0, keys, i) + logWeights[i];
            largest = Math.max(largest, logs[i]);
        }
        double[] mean = new double[WIDTH];
        double total = 0;
        for (int i = 0; i < tokens(); i++) {
            double weight = Math.exp(logs[i] - largest);
            total += weight;
            for (int feature = 0; feature < WIDTH; feature++) {
                mean[feature] += weight * values[i * WIDTH + feature];
            }
        }
        for (int feature = 0; feature < WIDTH; feature++) {
            mean[feature] /= total;
        }
        return mean;
    }

    static double[] found(DecodeState state, int head, float query) {
        WeightedSums sums = new WeightedSums(1, WIDTH);
        state.attend(head, new float[] {query}, 0, sums, 0);
        return sums.mean(0);
    }

    @Override
    public String toString() {
        return tokens() + " tokens " + name;
    }
}
