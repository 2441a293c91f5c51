package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** A line of {@code metrics.jsonl}; one that does not say what it is of is of training. */
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        include = JsonTypeInfo.As.EXISTING_PROPERTY,
        property = "split",
        defaultImpl = TrainingLine.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingLine.class, name = TrainingLine.SPLIT),
    @JsonSubTypes.Type(value = ValidationLine.class, name = ValidationLine.SPLIT)
})
public sealed interface MetricLine permits TrainingLine, ValidationLine {
    /** The number of steps that were done. */
    int step();

    /** The part of the data that the line is of. */
    @JsonProperty("split")
    String split();

    /** The loss in nats per token; null if it is not known. */
    @Nullable
    Double loss();

    /** The exponential of the loss; null if that is not known. */
    @JsonProperty("perplexity")
    default @Nullable Double perplexity() {
        Double loss = loss();
        return loss == null ? null : Double.valueOf(Math.exp(loss));
    }
}
