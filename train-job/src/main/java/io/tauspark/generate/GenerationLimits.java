package io.tauspark.generate;

import io.tauspark.config.Problems;
import java.io.Serializable;
import java.util.List;

/**
 * The ends of a continuation, beside that of its document.
 *
 * @param tokens most tokens of it
 * @param stop texts before which it ends
 */
public record GenerationLimits(int tokens, List<String> stop) implements Serializable {
    /** Hours of work for the smallest model. */
    private static final int MOST_TOKENS = 1_000_000;

    public GenerationLimits {
        new Problems()
                .check(tokens >= 1, "tokens", tokens, "must be at least 1")
                .check(tokens <= MOST_TOKENS, "tokens", tokens, "must be at most " + MOST_TOKENS)
                .check(
                        stop.stream().noneMatch(String::isEmpty),
                        "stop",
                        stop,
                        "must not name an empty text, which every text begins with")
                .throwIfAny();
        stop = List.copyOf(stop);
    }
}
