package io.tauspark.run;

import io.tauspark.store.Json;

/**
 * A message of a worker to the driver.
 *
 * @param attempt of the training
 * @param rank who says it
 * @param kind what it is about
 * @param content JSON, or the text of a failure
 */
public record WorkerMessage(int attempt, int rank, Kind kind, String content) {
    public enum Kind {
        /** A {@link WorkerState}. */
        STATE,
        /** A {@link MetricLine}. */
        LINE,
        /** A {@link SampleLine}. */
        SAMPLE,
        /** Facts for {@code events.jsonl}, and the text of a line on the terminal. */
        EVENT,
        /** The reason why the worker ends before its time. */
        FAILURE
    }

    public static WorkerMessage read(String text) {
        return Json.read(text, WorkerMessage.class, "a worker's message");
    }

    public String text() {
        return Json.line(this);
    }
}
