package io.tauspark.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The settings of when checkpoints are written, and of how many stay. In JSON they stand among those of
 * {@link TrainConfig}, as they always have.
 *
 * @param every steps between checkpoints
 * @param keep checkpoints that are kept, the newest ones
 */
public record CheckpointConfig(
        @JsonProperty("checkpointEvery") int every,
        @JsonProperty("checkpointKeep") int keep) implements Serializable {

    public CheckpointConfig {
        new Problems()
                .check(every >= 1, "every", every, "must be at least 1")
                .check(keep >= 1, "keep", keep, "must be at least 1")
                .throwIfAny();
    }
}
