package io.tauspark.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Key, log-weight and values of each token: of λ what tauformer keeps, of a dot product the usual cache of keys and values. A
 * look at it is a look at every token.
 *
 * <p>Tokens lie in blocks. A block that is full never changes, so that copies share it, and no token is moved as a text grows.
 * Weights are computed in single precision relative to the largest of their block, and added up in double precision. Keys lie
 * number by number and values token by token, in arrays of their own, whose loops become vector instructions.
 */
public final class FlatState implements DecodeState {
    /** The place of all tokens: no limit. */
    public static final int ALL = Integer.MAX_VALUE;

    private static final int BLOCK = 64;

    private final Score score;
    private final int width;
    private final int limit;
    private final List<Block> blocks = new ArrayList<>();
    /** The first token of the first block that is still seen. */
    private int first;

    private int tokens;
    private final float[] scores = new float[BLOCK];
    private final float[] weights = new float[BLOCK];
    private final float[] partial;

    /**
     * The tokens of a block.
     *
     * @param keys first numbers of all keys, then their second ones, and so on, [size, BLOCK]
     * @param logWeights [BLOCK]
     * @param values [BLOCK, width]
     */
    private record Block(float[][] keys, double[] logWeights, float[][] values) {
        Block copy() {
            return new Block(copy(keys), logWeights.clone(), copy(values));
        }

        private static float[][] copy(float[][] rows) {
            return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
        }

        long bytes() {
            return bytes(keys) + bytes(values) + (long) Double.BYTES * logWeights.length;
        }

        private static long bytes(float[][] rows) {
            return Arrays.stream(rows)
                    .mapToLong(row -> WeightedSums.HEADER + (long) Float.BYTES * row.length)
                    .sum();
        }
    }

    /**
     * Remembers the last tokens.
     *
     * @param limit most tokens that are seen, {@link #ALL} for all of them
     */
    public FlatState(Score score, int width, int limit) {
        this.score = score;
        this.width = width;
        this.limit = limit;
        this.partial = new float[width];
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        int at = (first + tokens) % BLOCK;
        if (at == 0 || blocks.isEmpty()) {
            blocks.add(new Block(new float[score.size()][BLOCK], new double[BLOCK], new float[BLOCK][width]));
        }
        Block last = blocks.get(blocks.size() - 1);
        for (int number = 0; number < score.size(); number++) {
            last.keys[number][at] = keys[key + number];
        }
        last.logWeights[at] = logWeight;
        System.arraycopy(values, value, last.values[at], 0, width);
        tokens++;
        if (tokens > limit) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        tokens--;
        first++;
        if (first == BLOCK) {
            blocks.remove(0);
            first = 0;
        }
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        int end = first + tokens;
        for (int number = 0; number < blocks.size(); number++) {
            attend(
                    blocks.get(number),
                    number == 0 ? first : 0,
                    Math.min(BLOCK, end - number * BLOCK),
                    head,
                    queries,
                    query,
                    into,
                    row);
        }
    }

    private void attend(
            Block block, int from, int to, int head, float[] queries, int query, WeightedSums into, int row) {
        if (from >= to) {
            return;
        }
        score.of(head, queries, query, block.keys, to, scores);
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, scores[i] + block.logWeights[i]);
        }
        double total = 0;
        for (int i = from; i < to; i++) {
            float weight = (float) Math.exp(scores[i] + block.logWeights[i] - largest);
            weights[i] = weight;
            total += weight;
        }
        sum(block.values, from, to);
        into.add(row, largest, total, partial);
    }

    /** Adds up the values of some tokens with their weights, four at a time, so that each sum is touched less often. */
    private void sum(float[][] values, int from, int to) {
        Arrays.fill(partial, 0);
        int token = from;
        for (; token + 3 < to; token += 4) {
            add(
                    weights[token],
                    values[token],
                    weights[token + 1],
                    values[token + 1],
                    weights[token + 2],
                    values[token + 2],
                    weights[token + 3],
                    values[token + 3],
                    partial);
        }
        for (; token < to; token++) {
            float weight = weights[token];
            float[] row = values[token];
            for (int i = 0; i < width; i++) {
                partial[i] += weight * row[i];
            }
        }
    }

    private static void add(
            float a,
            float[] first,
            float b,
            float[] second,
            float c,
            float[] third,
            float d,
            float[] fourth,
            float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
        }
    }

    @Override
    public void append(DecodeState later, double logWeight) {
        FlatState other = (FlatState) later;
        for (int token = 0; token < other.tokens; token++) {
            append(other.key(token), 0, other.logWeight(token) + logWeight, other.values(token), 0);
        }
    }

    private Block block(int token) {
        return blocks.get((first + token) / BLOCK);
    }

    private float[] key(int token) {
        float[] key = new float[score.size()];
        for (int number = 0; number < key.length; number++) {
            key[number] = block(token).keys[number][(first + token) % BLOCK];
        }
        return key;
    }

    private double logWeight(int token) {
        return block(token).logWeights[(first + token) % BLOCK];
    }

    private float[] values(int token) {
        return block(token).values[(first + token) % BLOCK];
    }

    @Override
    public void save(StateTensors to) {
        // Where blocks begin decides in which order weights are added up.
        to.put("first", 1, new double[] {first});
        to.put(
                "log_weights",
                tokens,
                IntStream.range(0, tokens).mapToDouble(this::logWeight).toArray());
        to.put(
                "keys",
                score.size(),
                IntStream.range(0, tokens).mapToObj(this::key).toArray(float[][]::new));
        to.put(
                "values",
                width,
                IntStream.range(0, tokens).mapToObj(this::values).toArray(float[][]::new));
    }

    @Override
    public void load(StateTensors from) {
        double[] logWeights = from.doubles("log_weights", 1, StateTensors.ANY)[0];
        float[][] keys = from.floats("keys", logWeights.length, score.size());
        float[][] values = from.floats("values", logWeights.length, width);
        blocks.clear();
        first = (int) from.doubles("first", 1, 1)[0][0];
        tokens = 0;
        for (int token = 0; token < logWeights.length; token++) {
            append(keys[token], 0, logWeights[token], values[token], 0);
        }
    }

    @Override
    public long bytes() {
        return blocks.stream().mapToLong(Block::bytes).sum();
    }

    @Override
    public FlatState copy() {
        FlatState copy = new FlatState(score, width, limit);
        copy.blocks.addAll(blocks);
        copy.first = first;
        copy.tokens = tokens;
        boolean open = (first + tokens) % BLOCK != 0;
        if (open) {
            int last = blocks.size() - 1;
            copy.blocks.set(last, blocks.get(last).copy());
        }
        return copy;
    }
}
