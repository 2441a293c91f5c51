package io.tauspark.train.worker;

import ai.djl.Device;
import io.tauspark.run.WorkerPlace;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The resources that Spark gave to a task.
 *
 * @param threads cores, {@code spark.task.cpus}; as many threads compute
 * @param gpu number of its GPU, if Spark gave it one
 */
public record TaskResources(int threads, Optional<Integer> gpu) {
    /** Spark's name of the resource. */
    private static final String GPU = "gpu";

    public static TaskResources of(TaskContext task) {
        ResourceInformation given = task.resourcesJMap().get(GPU);
        return new TaskResources(
                task.cpus(), Optional.ofNullable(given).map(gpus -> Integer.valueOf(gpus.addresses()[0])));
    }

    /** The place where this task runs, when it computes on a device. */
    public WorkerPlace place(Device device) {
        SparkEnv here = SparkEnv.get();
        return new WorkerPlace(
                here.executorId(),
                here.blockManager().blockManagerId().host(),
                device.toString(),
                gpu.map(String::valueOf).orElse(null));
    }
}
