package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * What the stages in which workers train ask of Spark for each of their tasks, and no other stage of the session.
 *
 * @param cpus cores; 0 for those of every task, {@code spark.task.cpus}
 * @param gpus GPUs; 0 for those of every task, {@code spark.task.resource.gpu.amount}
 */
public record TaskDemand(int cpus, int gpus) implements Serializable {
    public TaskDemand {
        new Problems()
                .check(cpus >= 0, "parallel.task.cpus", cpus, "must be at least 1, or 0 for spark.task.cpus")
                .check(
                        gpus == 0 || gpus == 1,
                        "parallel.task.gpus",
                        gpus,
                        "must be 1, since a worker computes on one GPU, or 0 for spark.task.resource.gpu.amount")
                .throwIfAny();
    }

    /** Whether it differs from what every task gets. */
    public boolean isSet() {
        return cpus > 0 || gpus > 0;
    }
}
