package io.tauspark.embed;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The device that Spark gave a task: a GPU where it schedules GPUs, the CPU otherwise. */
final class TaskDevice {
    /** Spark's own name for the resource, as in {@code spark.task.resource.gpu.amount}. */
    private static final String GPU = "gpu";

    private TaskDevice() {}

    static Device of(TaskContext task) {
        return of(task.resourcesJMap());
    }

    /** @throws InvalidInput if the GPU's address is not its number */
    static Device of(Map<String, ResourceInformation> resources) {
        ResourceInformation gpus = resources.get(GPU);
        if (gpus == null || gpus.addresses().length == 0) {
            return Device.cpu();
        }
        String address = gpus.addresses()[0];
        if (!address.matches("\\d{1,4}")) {
            throw new InvalidInput(
                    ("GPU address '%s' is not a number; let the discovery script of spark.executor.resource.gpu"
                                    + " print indices, such as 0 and 1")
                            .formatted(address));
        }
        return Device.gpu(Integer.parseInt(address));
    }
}
