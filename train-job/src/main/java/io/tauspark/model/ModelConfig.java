package io.tauspark.model;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;

/**
 * The shape of a TauGPT.
 *
 * @param vocabulary number of token ids
 * @param layers transformer layers
 * @param heads attention heads; many narrow heads serve a scalar score best
 * @param width hidden size C, a multiple of {@code heads}; a head sees C / heads features of the memory
 * @param context tokens of a training window, and the most that generation looks back
 * @param keyWeight source of the log-weight of each key
 * @param softcap bound of the output logits, cap·tanh(z / cap)
 */
public record ModelConfig(
        int vocabulary, int layers, int heads, int width, int context, KeyWeight keyWeight, double softcap)
        implements Serializable {

    public ModelConfig {
        Problems problems = new Problems()
                .check(vocabulary >= 2, "vocabulary", vocabulary, "must be at least 2")
                .check(layers >= 1, "layers", layers, "must be at least 1")
                .check(heads >= 1, "heads", heads, "must be at least 1")
                .check(width >= 1, "width", width, "must be at least 1")
                .check(context >= 2, "context", context, "must be at least 2 tokens")
                .check(softcap > 0 && softcap < Double.MAX_VALUE, "softcap", softcap, "must be positive");
        if (heads >= 1) {
            problems.check(
                    width % heads == 0 && width / heads >= 2,
                    "width",
                    width,
                    "must be a multiple of heads = " + heads + ", at least 2 features for each");
        }
        problems.throwIfAny();
    }

    public static ModelConfig from(Settings settings, int vocabulary) {
        return new ModelConfig(
                vocabulary,
                settings.integer("layers"),
                settings.integer("heads"),
                settings.integer("width"),
                settings.integer("context"),
                settings.choice("key-weight", KeyWeight.class),
                settings.number("softcap"));
    }

    /** Features of one head, D. */
    public int headWidth() {
        return width / heads;
    }
}
