package io.tauspark.generate;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.Weights;

/**
 * The settings of the job {@code generate}.
 *
 * @param model a run, or a model directory
 * @param prompt text to continue; empty for a new document
 * @param promptFile file with the text to continue, {@value #STANDARD_INPUT} for standard input; empty if there is none
 * @param past what was saved of the text before the prompt; empty if a document begins with it
 * @param savePast file for what is kept of the prompt and the text before it; empty for none
 * @param limits where a continuation ends
 * @param samples continuations of the prompt
 * @param state what is kept of the text
 * @param weights what the model is kept in for single tokens
 * @param sampling how the next token is drawn
 */
public record GenerateConfig(
        String model,
        String prompt,
        String promptFile,
        String past,
        String savePast,
        @Key("") GenerationLimits limits,
        int samples,
        StateKind state,
        Weights weights,
        @Key("") Sampling sampling) {
    /** The file name that stands for standard input. */
    static final String STANDARD_INPUT = "-";

    /** More than anybody reads; a corpus of them is a job for a cluster. */
    private static final int MOST_SAMPLES = 1000;

    public GenerateConfig {
        new Problems()
                .check(!model.isBlank(), "model", model, "is blank; name the output of train")
                .check(
                        prompt.isEmpty() || promptFile.isEmpty(),
                        "prompt-file",
                        promptFile,
                        "must be empty where prompt is given: one of them is what is continued")
                .check(
                        samples >= 1 && samples <= MOST_SAMPLES,
                        "samples",
                        samples,
                        "must lie between 1 and " + MOST_SAMPLES)
                .throwIfAny();
    }
}
