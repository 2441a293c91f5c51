package io.tauspark.generate;

import com.typesafe.config.Config;
import io.tauspark.config.Problems;

/**
 * The settings by which the next token is drawn.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK number of likeliest tokens to draw from, ties with the last of them included; 0 for all
 * @param seed of the draws
 */
public record Sampling(double temperature, int topK, long seed) {

    public Sampling {
        new Problems()
                .check(temperature >= 0, "temperature", temperature, "must not be negative")
                .check(topK >= 0, "top-k", topK, "must not be negative")
                .throwIfAny();
    }

    /** The sampling of the command generate unless it is told otherwise. */
    public static Sampling byDefault(long seed) {
        Config defaults = GenerateJob.defaults();
        return new Sampling(defaults.getDouble("temperature"), defaults.getInt("top-k"), seed);
    }
}
