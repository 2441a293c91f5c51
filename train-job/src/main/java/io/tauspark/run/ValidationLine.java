package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One scoring of the validation set, a line of {@code metrics.jsonl}. All but the step may be missing.
 *
 * @param error standard error of the loss
 * @param bitsPerByte the loss in bits per byte of text
 * @param tokens of the set
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"step", "split", "loss", "perplexity", "loss_error", "bits_per_byte", "tokens"})
public record ValidationLine(
        int step,
        @JsonProperty("loss") @Nullable Double loss,
        @JsonProperty("loss_error") @Nullable Double error,
        @JsonProperty("bits_per_byte") @Nullable Double bitsPerByte,
        @JsonProperty("tokens") @Nullable Long tokens)
        implements MetricLine {
    static final String SPLIT = "validation";

    /**
     * The line of a scoring.
     *
     * @param bytes of the text of the set
     */
    public static ValidationLine of(int step, double loss, double error, long tokens, long bytes) {
        return new ValidationLine(step, loss, error, loss / Math.log(2) * tokens / Math.max(1, bytes), tokens);
    }

    @Override
    public String split() {
        return SPLIT;
    }
}
