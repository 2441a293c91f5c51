package io.tauspark.bench.decode;

/** A part of the benchmark, with a table of its own. */
enum Part {
    /** A state of one key head with one query head. */
    HEAD("One head", "µs a token", 1, """
            A look at all tokens, and the share of one in what all took to be appended: one key head with one query head, \
            t = 0.05, 64 cells. Keys, λ and values are random."""),
    /** Whole models, one token at a time. */
    MODEL("A whole model", "ms a token", 1e3, """
            Single tokens of a model with fresh weights, in plain Java, their logits included. The past is filled with keys and \
            values that up to 4,096 random tokens get of the model where attention gives nothing, over and over: what a token \
            costs does not depend on them. `dot` is plain: RoPE, no key weights, no near bias."""),
    /** Whole models, a long prompt. */
    PREFILL("Reading a prompt", "ms a token", 1e3, """
            The mean time of a token of a prompt up to this length, read once from its beginning in pieces of 256: matrices in \
            PyTorch, attention in the states. States that look at every token are read as far as that ends within minutes."""),
    /** The benchmark that tauformer published. */
    PAPER("The published table", "ms a token", 1e3, """
            The settings of tauformer's benchmark: 6 layers, C = 384·m, m heads as wide as 384, one key head, a vocabulary of \
            382, greedy, the mean over all generated tokens behind a prompt of 384 ids, 768 for m = 3 and 1,152 for m = 5. \
            `flat` is the published attention with the published state, λ and values; `dot` keeps keys and values. Untrained \
            weights, as published, unless a row names a run: speed only, no quality.""");

    final String title;
    final String unit;
    /** Microseconds in the unit. */
    final double micros;

    final String text;

    Part(String title, String unit, double micros, String text) {
        this.title = title;
        this.unit = unit;
        this.micros = micros;
        this.text = text;
    }
}
