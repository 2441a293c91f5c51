package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tauspark.model.ModelConfig;
import io.tauspark.store.Json;
import io.tauspark.train.config.TrainConfig;
import java.util.List;

/**
 * One training of one variant.
 *
 * @param variant what the comparison calls its settings
 * @param train the settings, with the seed of this trial
 */
record Trial(String variant, TrainConfig train) {
    /**
     * Settings of where things lie, how a cluster shares the work and what a run writes: nothing that a result depends
     * on.
     */
    private static final List<String> CIRCUMSTANCES = List.of(
            "data",
            "memory",
            "output",
            "overwrite",
            "workers",
            "parallel",
            "exchange",
            "faults",
            "guard",
            "calibration",
            "resume",
            "logEvery",
            "validationEvery",
            "validationWindows",
            "checkpointEvery",
            "checkpointKeep",
            "samples");

    String name() {
        return variant + " seed " + train.seed();
    }

    /** Tokens learnt from in all steps. */
    long tokens() {
        return train.steps() * train.tokensPerStep();
    }

    /** The settings that the result depends on. */
    ObjectNode settings() {
        ObjectNode settings = (ObjectNode) Json.tree(Json.line(train), "a configuration");
        return settings.remove(CIRCUMSTANCES);
    }

    /**
     * The settings that must be equal in all trials of a comparison, so that all see the same tokens in the same order.
     */
    List<Object> exposure() {
        JsonNode settings = settings();
        ModelConfig model = train.model();
        return List.of(train.steps(), train.batch(), model.context(), model.vocabulary(), settings.get("tokenizer"));
    }
}
