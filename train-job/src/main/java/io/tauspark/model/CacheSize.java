package io.tauspark.model;

/**
 * The size of what generation must remember of the past, by the numbers that attention reads of it: 4 bytes each,
 * single precision, in which λ is computed. {@code generate} keeps single tokens for every kind of attention, so where a past of
 * constant size is possible this is arithmetic on the shape of a model, not a measurement.
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
                constant +=
                        (long) group.keyHeads() * constant(group, model.lambda().cells()) * BYTES;
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

    /**
     * Weighted sums of the values and of the weights, at each point of the grid, or once for a mean; and of the tokens that
     * have a near bias what they will be added to the sums with. Of local attention the tokens that it sees.
     */
    private static long constant(HeadGroup group, int cells) {
        int logWeight = group.keyWeight() == KeyWeight.LEARNED ? 1 : 0;
        return switch (group.kind()) {
            case GRID -> (cells + 1L) * (group.width() + 1) + (long) group.near() * (1 + group.width() + logWeight);
            case LOCAL -> (long) group.window() * (2 * group.width() + logWeight);
            case MEAN -> group.width() + 1L + (long) group.near() * (group.width() + logWeight);
            case DOT, TAU, REFERENCE -> 0;
        };
    }

    /** Keys, or their λ, that wait for the value that they will stand beside. */
    private static long waiting(HeadGroup group) {
        long tokens = group.delays().stream().mapToLong(Integer::longValue).sum();
        return tokens * (group.hasLambda() ? 1 : group.width());
    }
}
