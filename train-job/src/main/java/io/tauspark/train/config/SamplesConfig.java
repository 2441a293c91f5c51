package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;
import java.util.List;

/**
 * Texts that a model in training writes, to be read by people.
 *
 * @param prompts what it continues; empty for the beginnings of two passages of the validation documents
 * @param tokens most tokens of a continuation; 0 for no samples
 */
public record SamplesConfig(List<String> prompts, int tokens) implements Serializable {
    /** Samples are there to be read, and each takes a pass through the model for every token. */
    private static final int MOST_TOKENS = 100_000;

    public SamplesConfig {
        prompts = List.copyOf(prompts);
        new Problems()
                .check(tokens >= 0, "tokens", tokens, "must not be negative")
                .check(tokens <= MOST_TOKENS, "tokens", tokens, "must be at most " + MOST_TOKENS)
                .throwIfAny();
    }
}
