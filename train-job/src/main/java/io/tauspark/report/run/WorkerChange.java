package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** A line of {@code workers.jsonl}: a worker begins something else. */
record WorkerChange(Instant time, int attempt, int rank, String host, String phase, int step) {

    /** Nothing if the line lacks what it is about. */
    static Optional<WorkerChange> of(JsonNode line) {
        Instant time = Fields.time(line.path("time"));
        if (time == null
                || !line.path("rank").isInt()
                || line.path("rank").asInt() < 0
                || !line.path("phase").isTextual()) {
            return Optional.empty();
        }
        return Optional.of(new WorkerChange(
                time,
                line.path("attempt").asInt(),
                line.path("rank").asInt(),
                line.path("host").asText(),
                line.path("phase").asText(),
                line.path("step").asInt()));
    }
}
