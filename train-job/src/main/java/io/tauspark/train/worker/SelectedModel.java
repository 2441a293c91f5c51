package io.tauspark.train.worker;

import io.tauspark.train.data.HeldOut;

/**
 * The model of a finished run that {@link HeldOut#SELECTION} chose, and its score on {@link HeldOut#TEST}.
 *
 * @param windows most windows of the selection half that were scored
 * @param testWindows most windows of the test half
 * @param candidates models that it was chosen from
 * @param step after which it was saved
 * @param selectionBitsPerByte of it, the least of all candidates
 * @param testLoss nats per token
 * @param testBitsPerByte the same in bits per byte of text
 */
public record SelectedModel(
        int windows,
        int testWindows,
        int candidates,
        int step,
        double selectionBitsPerByte,
        double testLoss,
        double testBitsPerByte) {}
