package io.tauspark.train.worker;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A plan on its way to the tasks. It travels to each executor once, whatever the memory in it weighs, and not with every task
 * of every round; as bytes, because Spark's Kryo, where a cluster has chosen it, cannot carry records.
 */
public final class SentPlan implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final ClassTag<TrainPlan> PLAN = ClassTag$.MODULE$.apply(TrainPlan.class);

    private final Broadcast<byte[]> bytes;
    private transient @Nullable TrainPlan plan;

    private SentPlan(Broadcast<byte[]> bytes) {
        this.bytes = bytes;
    }

    /** Spark removes what was sent from executors once nothing on the driver holds it. */
    public static SentPlan of(SparkContext spark, TrainPlan plan) {
        ByteBuffer written = SparkEnv.get().closureSerializer().newInstance().serialize(plan, PLAN);
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return new SentPlan(spark.broadcast(bytes, ClassTag$.MODULE$.apply(byte[].class)));
    }

    /** The plan, in a task. */
    public TrainPlan value() {
        if (plan == null) {
            // The loader of the task knows the job's jar.
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            plan = SparkEnv.get()
                    .closureSerializer()
                    .newInstance()
                    .deserialize(ByteBuffer.wrap(bytes.value()), loader, PLAN);
        }
        return plan;
    }
}
