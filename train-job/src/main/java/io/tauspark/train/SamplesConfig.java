package io.tauspark.train;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;
import java.util.List;

/**
 * Texts that a model in training writes, to be read by people.
 *
 * @param prompts what it continues; empty for the beginnings of two passages of the validation documents
 * @param tokens most tokens of a continuation; 0 for no samples
 */
public record SamplesConfig(List<String> prompts, int tokens) implements Serializable {
    public SamplesConfig {
        prompts = List.copyOf(prompts);
        new Problems()
                .check(tokens >= 0, "samples.tokens", tokens, "must not be negative")
                .throwIfAny();
    }

    static SamplesConfig from(Settings settings) {
        return new SamplesConfig(settings.texts("prompts"), settings.integer("tokens"));
    }
}
