package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Objects;

/**
 * A line of {@code workers.jsonl}: a worker begins something else.
 *
 * @param attempt which attempt of the training it belongs to, from 1
 * @param rank its number
 * @param executor Spark's id of the executor it runs in; empty where that was not recorded
 * @param host where that executor runs; empty where that was not recorded
 * @param device what it computes on; empty where that was not recorded
 * @param phase a {@link WorkerState.Phase}, or one that another version knows
 * @param step steps that are done
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"time", "attempt", "rank", "executor", "host", "device", "phase", "step"})
public record WorkerLine(
        Instant time,
        int attempt,
        int rank,
        @JsonProperty("executor") String executor,
        @JsonProperty("host") String host,
        @JsonProperty("device") String device,
        String phase,
        int step) {
    public WorkerLine {
        if (rank < 0) {
            throw new IllegalArgumentException("a worker has rank " + rank);
        }
        executor = Objects.requireNonNullElse(executor, "");
        host = Objects.requireNonNullElse(host, "");
        device = Objects.requireNonNullElse(device, "");
    }

    /** The line of a worker's state. */
    public static WorkerLine of(Instant time, WorkerState state) {
        return new WorkerLine(
                time,
                state.attempt(),
                state.rank(),
                state.executor(),
                state.host(),
                state.device(),
                state.phase().name(),
                state.step());
    }
}
