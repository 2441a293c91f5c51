package io.tauspark.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The settings of the scorings of the validation set. In JSON they stand among those of {@link TrainConfig}, as they
 * always have.
 *
 * @param every steps between scorings
 * @param windows most windows that are scored
 */
public record ValidationConfig(
        @JsonProperty("validationEvery") int every,
        @JsonProperty("validationWindows") int windows) implements Serializable {

    public ValidationConfig {
        new Problems()
                .check(every >= 1, "every", every, "must be at least 1")
                .check(windows >= 1, "windows", windows, "must be at least 1")
                .throwIfAny();
    }
}
