package io.tauspark.train;

import ai.djl.Device;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * What Spark gave to a task.
 *
 * @param threads cores, {@code spark.task.cpus}; as many threads compute
 * @param gpu number of its GPU, if Spark gave it one
 */
record TaskResources(int threads, Optional<Integer> gpu) {
    /** Spark's name of the resource. */
    private static final String GPU = "gpu";

    static TaskResources of(TaskContext task) {
        ResourceInformation given = task.resourcesJMap().get(GPU);
        return new TaskResources(
                task.cpus(), Optional.ofNullable(given).map(gpus -> Integer.valueOf(gpus.addresses()[0])));
    }

    /** Where this task runs, when it computes on a device. */
    WorkerPlace place(Device device) {
        SparkEnv here = SparkEnv.get();
        return new WorkerPlace(
                here.executorId(),
                here.blockManager().blockManagerId().host(),
                device.toString(),
                gpu.map(String::valueOf).orElse(null));
    }
}
