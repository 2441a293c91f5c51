package io.tauspark.embed;

import io.tauspark.config.Problems;

/**
 * A sentence transformer and how it is run.
 *
 * @param model directory or URL with the model and its {@code tokenizer.json}, or {@value PackagedModel#NAME}
 * @param engine DJL's name of the engine, or {@code auto} for the one that the model's file calls for
 * @param batch texts at most that go through the model at once
 * @param pooling how the vectors of tokens become the vector of a text
 * @param normalise whether vectors are scaled to length 1
 * @param maxLength tokens of a text at most, those that the tokenizer adds included; the rest is cut off
 * @param tokenTypes whether a TorchScript model takes token types as its third input; an ONNX model names its inputs
 */
public record DjlConfig(
        String model, String engine, int batch, Pooling pooling, boolean normalise, int maxLength, boolean tokenTypes) {
    public DjlConfig {
        Problems problems = new Problems();
        problems.check(ModelEngine.isKnown(engine), "engine", engine, "is none of " + ModelEngine.CHOICES);
        problems.check(batch >= 1, "batch", batch, "must be at least 1");
        problems.check(maxLength >= 1, "max-length", maxLength, "must be at least 1");
        problems.throwIfAny();
    }
}
