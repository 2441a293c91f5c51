package io.tauspark.compare;

import io.tauspark.train.config.TrainConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training among others.
 *
 * @param group what trials that differ in their seed alone have in common, as a table names it
 * @param settings that differ between trials, as they are spelled, with the values of this one; without the seed
 * @param train all its settings; it is written to a directory that is chosen later
 */
public record Trial(String group, Map<String, String> settings, TrainConfig train) {
    public Trial {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    public String name() {
        return group + " seed " + train.seed();
    }

    /** The settings that trials must agree in to see as many tokens, of the same documents, and to be judged by the same. */
    List<Object> exposure() {
        return List.of(
                train.data(),
                train.steps(),
                train.batch(),
                train.model().context(),
                train.validation().windows());
    }

    /** The settings that say what a token is: trials that agree in them too see the same tokens in the same order. */
    List<Object> vocabulary() {
        return List.of(train.model().vocabulary(), train.tokenizer().identity());
    }

    /** Tokens learnt from in all steps. */
    long tokens() {
        return train.steps() * train.tokensPerStep();
    }
}
