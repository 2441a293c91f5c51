package io.tauspark.generate;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder.Key;

/**
 * The settings of the job {@code generate}.
 *
 * @param model a run, or a model directory
 * @param prompt text to continue; empty for a new document
 * @param tokens most tokens that are added
 * @param sampling how the next token is drawn
 */
public record GenerateConfig(
        String model, String prompt, int tokens, @Key("") Sampling sampling) {
    /** Hours of work for the smallest model. */
    private static final int MOST_TOKENS = 1_000_000;

    public GenerateConfig {
        new Problems()
                .check(!model.isBlank(), "model", model, "is blank; name the output of train")
                .check(tokens >= 1, "tokens", tokens, "must be at least 1")
                .check(tokens <= MOST_TOKENS, "tokens", tokens, "must be at most " + MOST_TOKENS)
                .throwIfAny();
    }
}
