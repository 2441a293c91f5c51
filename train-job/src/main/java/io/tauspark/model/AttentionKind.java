package io.tauspark.model;

/** The way in which a head finds the keys that a query attends to. */
public enum AttentionKind {
    /** Distance of λ, exactly: logit −|λ_q − λ_k| / t. */
    TAU(0),
    /** Distance of λ through a grid of points, which is all that the past leaves: a cache of constant size. */
    GRID(1),
    /** Scaled dot product with RoPE and normalised queries and keys: the baseline. */
    DOT(2),
    /** {@link #DOT} over the last tokens alone, {@link PastConfig#window} of them: a cache of constant size. */
    LOCAL(2),
    /** No score at all, the mean of the past: the control. */
    MEAN(3),
    /** {@link #TAU} as tauformer published it: τ = 1, temperature 1, RoPE before λ, values cut at ±5, no key weight. */
    REFERENCE(0);

    private final int kernel;

    AttentionKind(int kernel) {
        this.kernel = kernel;
    }

    /** Number of its kernel in the TorchScript program. */
    public int kernel() {
        return kernel;
    }

    /** Whether queries and keys meet in a dot product. */
    public boolean comparesVectors() {
        return this == DOT || this == LOCAL;
    }

    /** Whether queries and keys become λ on the memory's Laplacian. */
    public boolean hasLambda() {
        return this == TAU || this == GRID || this == REFERENCE;
    }
}
