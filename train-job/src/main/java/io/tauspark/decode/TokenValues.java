package io.tauspark.decode;

import java.util.ArrayList;
import java.util.List;

/** The values of tokens by number, in blocks that never change once they are full, so that copies share them. */
final class TokenValues {
    /** Tokens of a block. */
    static final int BLOCK = 32;

    private final int width;
    private final List<float[]> blocks;
    private int tokens;

    TokenValues(int width) {
        this(width, new ArrayList<>(), 0);
    }

    private TokenValues(int width, List<float[]> blocks, int tokens) {
        this.width = width;
        this.blocks = blocks;
        this.tokens = tokens;
    }

    int tokens() {
        return tokens;
    }

    void add(float[] values, int at) {
        if (tokens % BLOCK == 0) {
            blocks.add(new float[BLOCK * width]);
        }
        System.arraycopy(values, at, blocks.get(tokens / BLOCK), tokens % BLOCK * width, width);
        tokens++;
    }

    /** Adds the values of a token to a row of sums, with a weight given by its log. */
    void addTo(WeightedSums sums, int row, double log, int token) {
        sums.add(row, log, blocks.get(token / BLOCK), token % BLOCK * width);
    }

    long bytes() {
        return (long) Float.BYTES * blocks.size() * BLOCK * width;
    }

    TokenValues copy() {
        List<float[]> same = new ArrayList<>(blocks);
        if (tokens % BLOCK != 0) {
            same.set(same.size() - 1, same.get(same.size() - 1).clone());
        }
        return new TokenValues(width, same, tokens);
    }
}
