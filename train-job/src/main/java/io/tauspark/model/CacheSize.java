package io.tauspark.model;

/**
 * The size of what generation must remember of the past, by the numbers that attention reads of it: 4 bytes each,
 * single precision, in which λ is computed: arithmetic on the shape of a model. The states of {@code generate} hold this and what
 * lets them be looked up fast, log-weights and sums in double precision.
 *
 * @param perToken bytes for each token of the past, in all layers together
 * @param constant bytes that do not depend on its length
 */
public record CacheSize(long perToken, long constant) {
    private static final int BYTES = Float.BYTES;

    /** The cache of one sequence. */
    public static CacheSize of(ModelConfig model) {
        long perToken = 0;
        long constant = 0;
        for (var layer : AttentionStack.of(model)) {
            for (HeadGroup group : layer) {
                perToken += (long) group.keyHeads() * perToken(group) * BYTES;
                constant += (long) group.keyHeads() * lastTokens(group) * BYTES;
                constant += sums(group, model.lambda().cells()) * BYTES;
                constant += waiting(group) * BYTES;
            }
        }
        return new CacheSize(perToken, constant);
    }

    /** Numbers for each token: key or λ, value, and the key's log-weight where it depends on more than its age. */
    private static int perToken(HeadGroup group) {
        int logWeight = group.keyWeight() == KeyWeight.LEARNED ? 1 : 0;
        return switch (group.kind()) {
            case DOT -> 2 * group.width() + logWeight;
            case TAU, REFERENCE -> 1 + group.width() + logWeight;
            case GRID, LOCAL, MEAN -> 0;
        };
    }

    /** Tokens with a near bias, with what they will be added to sums with; of local attention the tokens that it sees. */
    private static long lastTokens(HeadGroup group) {
        int logWeight = group.keyWeight() == KeyWeight.LEARNED ? 1 : 0;
        return switch (group.kind()) {
            case GRID -> (long) group.near() * (1 + group.width() + logWeight);
            case LOCAL -> (long) group.window() * (2 * group.width() + logWeight);
            case MEAN -> (long) group.near() * (group.width() + logWeight);
            case DOT, TAU, REFERENCE -> 0;
        };
    }

    /**
     * Weighted sums of the values and of the weights: of each query head, whose temperature is its own, at each point of the
     * grid; of each key head once for a mean.
     */
    private static long sums(HeadGroup group, int cells) {
        return switch (group.kind()) {
            case GRID -> group.heads() * (cells + 1L) * (group.width() + 1);
            case MEAN -> group.keyHeads() * (group.width() + 1L);
            case DOT, LOCAL, TAU, REFERENCE -> 0;
        };
    }

    /** Keys, or their λ, that wait for the value that they will stand beside. */
    private static long waiting(HeadGroup group) {
        long tokens = group.delays().stream().mapToLong(Integer::longValue).sum();
        return tokens * (group.hasLambda() ? 1 : group.width());
    }
}
