package io.tauspark.store;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.reflect.ClassTag$;

/**
 * Hadoop's configuration for the tasks of a Spark job. It travels to each executor once; a task that carried it would
 * spend more time on unpacking its thousand entries than most tasks on small input have to do.
 */
public final class TaskConfiguration implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> sent;

    private TaskConfiguration(Broadcast<SerializableConfiguration> sent) {
        this.sent = sent;
    }

    /** The configuration of a context as it is now. Spark removes it from executors once nothing on the driver holds it. */
    public static TaskConfiguration of(SparkContext context) {
        return new TaskConfiguration(context.broadcast(
                new SerializableConfiguration(context.hadoopConfiguration()),
                ClassTag$.MODULE$.apply(SerializableConfiguration.class)));
    }

    /** The configuration, in a task or on the driver. */
    public Configuration value() {
        return sent.value().value();
    }
}
