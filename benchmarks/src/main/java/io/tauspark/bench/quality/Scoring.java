package io.tauspark.bench.quality;

import io.tauspark.train.data.ValidationSet;
import java.util.Arrays;

/**
 * Bits per byte of held-out text: what the model needs to tell the text, by the bytes that it has. Tokens that stand for
 * no byte, such as separators, are predicted like others and cost bits.
 */
final class Scoring {
    private Scoring() {}

    static double bitsPerByte(ValidationSet windows, ValidationSet.Scorer model) {
        double nats = Arrays.stream(windows.losses(model, 0, 1)).sum();
        return nats / Math.log(2) / windows.bytes();
    }
}
