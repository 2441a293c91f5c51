package io.tauspark.decode;

/**
 * Sorted tokens, and for each query head the sums over their beginnings and their ends, every few tokens; the tokens between two
 * of these places are looked at one by one.
 *
 * @param tokens in the order of λ
 * @param left by head, row b: all tokens before place b · {@value #STRIDE}, with weights exp(c + y / t)
 * @param right by head, row b: all tokens from place b · {@value #STRIDE} on, with weights exp(c − y / t)
 */
record SortedRun(SortedTokens tokens, WeightedSums[] left, WeightedSums[] right) {
    /** Tokens between two sums. More of them save memory, but each that is looked at lies somewhere else. */
    private static final int STRIDE = 4;

    static SortedRun of(SortedTokens tokens, double[] inverseTemperatures, TokenValues values, int width) {
        WeightedSums[] left = new WeightedSums[inverseTemperatures.length];
        WeightedSums[] right = new WeightedSums[inverseTemperatures.length];
        for (int head = 0; head < left.length; head++) {
            left[head] = left(tokens, inverseTemperatures[head], values, width);
            right[head] = right(tokens, inverseTemperatures[head], values, width);
        }
        return new SortedRun(tokens, left, right);
    }

    private static WeightedSums left(SortedTokens tokens, double inverse, TokenValues values, int width) {
        WeightedSums sums = new WeightedSums(tokens.size() / STRIDE + 1, width);
        WeightedSums running = new WeightedSums(1, width);
        for (int i = 0; i < tokens.size(); i++) {
            double log = tokens.logWeights()[i] + tokens.keys()[i] * inverse;
            values.addTo(running, 0, log, tokens.numbers()[i]);
            if ((i + 1) % STRIDE == 0) {
                sums.set((i + 1) / STRIDE, running, 0);
            }
        }
        return sums;
    }

    private static WeightedSums right(SortedTokens tokens, double inverse, TokenValues values, int width) {
        WeightedSums sums = new WeightedSums(tokens.size() / STRIDE + 1, width);
        WeightedSums running = new WeightedSums(1, width);
        for (int i = tokens.size() - 1; i >= 0; i--) {
            double log = tokens.logWeights()[i] - tokens.keys()[i] * inverse;
            values.addTo(running, 0, log, tokens.numbers()[i]);
            if (i % STRIDE == 0) {
                sums.set(i / STRIDE, running, 0);
            }
        }
        return sums;
    }

    /** Adds what a query sees of the tokens to a row of sums. */
    void attend(int head, double x, double inverse, TokenValues values, WeightedSums into, int row) {
        int block = tokens.upTo(x) / STRIDE;
        into.add(row, -x * inverse, left[head], block);
        int end = Math.min((block + 1) * STRIDE, tokens.size());
        for (int i = block * STRIDE; i < end; i++) {
            double log = tokens.logWeights()[i] - Math.abs(x - tokens.keys()[i]) * inverse;
            values.addTo(into, row, log, tokens.numbers()[i]);
        }
        if (block + 1 < right[head].rows()) {
            into.add(row, x * inverse, right[head], block + 1);
        }
    }

    long bytes() {
        long sums = 0;
        for (int head = 0; head < left.length; head++) {
            sums += left[head].bytes() + right[head].bytes();
        }
        return tokens.bytes() + sums;
    }
}
