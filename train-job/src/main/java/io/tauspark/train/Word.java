package io.tauspark.train;

import io.tauspark.store.Json;

/**
 * A message of a worker to the driver.
 *
 * @param attempt of the training
 * @param rank who says it
 * @param kind what it is about
 * @param content JSON, or the text of a failure
 */
record Word(int attempt, int rank, Kind kind, String content) {
    enum Kind {
        /** A {@link WorkerState}. */
        STATE,
        /** A line of {@code metrics.jsonl}. */
        LINE,
        /** A {@link Sample}. */
        SAMPLE,
        /** Facts for {@code events.jsonl}, and the text of a line on the terminal. */
        EVENT,
        /** Why the worker ends before its time. */
        FAILURE
    }

    static Word read(String text) {
        return Json.read(text, Word.class, "a worker's message");
    }

    String text() {
        return Json.line(this);
    }
}
