package io.tauspark.decode;

import io.tauspark.model.ModelConfig;

/** What is kept of the tokens of a text for heads of {@code tau} attention. Other kinds leave no choice. */
public enum StateKind {
    /** {@link #FLAT} or {@link #EXACT}, whichever is faster for a text as long as the model's context. */
    AUTO,
    /** Tensors of PyTorch, which computes whole tokens: the last {@code context} tokens, as with {@link #FLAT}. */
    TENSORS,
    /** λ, log-weight and values of each of the last {@code context} tokens. */
    FLAT,
    /** All tokens, looked up in logarithmic time. */
    EXACT,
    /** Sums at the points of a grid, with a cell for an eighth of the temperature: an approximation of constant size. */
    GRID;

    /** From this context on a look-up in sorted runs takes less time than a look at every token, as bench/decode measures. */
    static final int LONG_CONTEXT = 512;

    /** This, or what it stands for in a model. */
    public StateKind of(ModelConfig model) {
        return this != AUTO ? this : model.context() >= LONG_CONTEXT ? EXACT : FLAT;
    }
}
