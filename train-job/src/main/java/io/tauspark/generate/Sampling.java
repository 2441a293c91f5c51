package io.tauspark.generate;

import com.typesafe.config.Config;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;

/**
 * The settings by which the next token is drawn.
 *
 * @param repetitionPenalty makes tokens that the text has already less likely, see {@link Sampler}; 1 for no penalty
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK number of likeliest tokens to draw from, ties with the last of them included; 0 for all
 * @param topP probability that the likeliest tokens must have together to be all that is drawn from; 1 for all
 * @param minP least probability of a token that is drawn, as a share of the likeliest one's; 0 for all
 * @param seed of the draws
 */
public record Sampling(double repetitionPenalty, double temperature, int topK, double topP, double minP, long seed)
        implements Serializable {

    /** Far above it every token that the text has is as good as forbidden. */
    private static final double LARGEST_PENALTY = 10;

    public Sampling {
        new Problems()
                .check(
                        repetitionPenalty >= 1 && repetitionPenalty <= LARGEST_PENALTY,
                        "repetition-penalty",
                        repetitionPenalty,
                        "must lie between 1, for none, and " + (int) LARGEST_PENALTY)
                .check(temperature >= 0, "temperature", temperature, "must not be negative")
                .check(topK >= 0, "top-k", topK, "must not be negative")
                .check(topP > 0 && topP <= 1, "top-p", topP, "must lie above 0 and be at most 1, for all tokens")
                .check(minP >= 0 && minP <= 1, "min-p", minP, "must lie between 0, for all tokens, and 1")
                .throwIfAny();
    }

    /** The defaults of these settings, which commands share. */
    public static Config defaults() {
        return Settings.reference(Sampling.class, "sampling");
    }

    /** The sampling of the command generate unless it is told otherwise. */
    public static Sampling byDefault(long seed) {
        Config defaults = defaults();
        return new Sampling(
                defaults.getDouble("repetition-penalty"),
                defaults.getDouble("temperature"),
                defaults.getInt("top-k"),
                defaults.getDouble("top-p"),
                defaults.getDouble("min-p"),
                seed);
    }

    /** The same with other draws. */
    public Sampling withSeed(long other) {
        return new Sampling(repetitionPenalty, temperature, topK, topP, minP, other);
    }
}
