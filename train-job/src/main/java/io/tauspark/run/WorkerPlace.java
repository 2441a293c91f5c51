package io.tauspark.run;

import org.jspecify.annotations.Nullable;

/**
 * The place where a worker runs.
 *
 * @param executor Spark's id of the executor
 * @param host where that executor runs
 * @param device what it computes on
 * @param gpu the address of the GPU that Spark gave to its task, or null if none
 */
public record WorkerPlace(
        String executor,
        String host,
        String device,
        @Nullable String gpu) {}
