package io.tauspark.inference;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.decode.StateKind;

/**
 * The settings of the job {@code read}.
 *
 * @param model a run, or a model directory
 * @param input the text: a file, or a directory or glob whose files follow each other in the order of their paths
 * @param output directory to make
 * @param overwrite whether an earlier output may be replaced
 * @param state what is kept for heads of {@code tau} attention
 * @param part tokens that one task reads
 */
public record ReadConfig(String model, String input, String output, boolean overwrite, StateKind state, int part) {
    public ReadConfig {
        new Problems()
                .check(!model.isBlank(), "model", model, "is blank; name the output of train")
                .check(!input.isBlank(), "input", input, "is blank; name the text to read")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .check(
                        state == StateKind.GRID || state == StateKind.FLAT,
                        "state",
                        Settings.spelling(state),
                        "must be grid or flat, whose states of parts add up")
                .check(part >= 1, "part", part, "must be at least 1")
                .throwIfAny();
    }

    static ReadConfig from(Settings settings) {
        return RecordBinder.of(ReadConfig.class).apply(settings);
    }
}
