package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * A text that the model wrote at some step of its training; a line of {@code samples.jsonl}.
 *
 * @param prompt that it was given
 * @param text that it wrote after it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"step", "prompt", "text"})
public record SampleLine(
        int step,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("text") String text) {
    public SampleLine {
        prompt = Objects.requireNonNullElse(prompt, "");
        text = Objects.requireNonNullElse(text, "");
    }
}
