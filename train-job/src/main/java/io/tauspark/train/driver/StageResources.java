package io.tauspark.train.driver;

import io.tauspark.config.InvalidInput;
import io.tauspark.train.config.TaskDemand;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.ResourceProfileManager;
import org.apache.spark.resource.TaskResourceRequests;
import scala.Option;

/**
 * Stages of workers that ask for other resources than the rest of the session (Spark's stage-level scheduling): shards are
 * written on all cores, and training has one task for each GPU, on the same executors.
 */
public final class StageResources {
    private static final String GPU = "gpu";
    private static final String GPUS_OF_EXECUTOR = "spark.executor.resource.gpu.amount";
    private static final String CORES_OF_EXECUTOR = "spark.executor.cores";

    private final SparkContext spark;
    private final ResourceProfile profile;

    private StageResources(SparkContext spark, ResourceProfile profile) {
        this.spark = spark;
        this.profile = profile;
    }

    /**
     * The resources of a session's stages.
     *
     * @throws InvalidInput if this session cannot give them to a stage; says what to set
     */
    public static StageResources of(SparkContext spark, TaskDemand demand) {
        ResourceProfileManager known = spark.resourceProfileManager();
        if (!demand.isSet()) {
            return new StageResources(spark, known.defaultResourceProfile());
        }
        if (spark.isLocal()) {
            throw refused(
                    spark,
                    demand,
                    "a local master runs all stages alike; set spark.task.cpus, and choose a GPU with device=gpu");
        }
        if (demand.gpus() > 0 && spark.conf().getOption(GPUS_OF_EXECUTOR).isEmpty()) {
            throw refused(
                    spark,
                    demand,
                    "executors have no GPUs: set " + GPUS_OF_EXECUTOR + ", and where Spark finds them"
                            + " (spark.worker.resource.gpu.discoveryScript or spark.executor.resource.gpu.discoveryScript)");
        }
        int cores = spark.conf().getInt(CORES_OF_EXECUTOR, Integer.MAX_VALUE);
        if (demand.cpus() > cores) {
            throw refused(spark, demand, "executors have " + cores + " cores (" + CORES_OF_EXECUTOR + ")");
        }
        TaskResourceRequests requests = new TaskResourceRequests().cpus(cpus(spark, demand));
        if (demand.gpus() > 0) {
            requests.resource(GPU, demand.gpus());
        }
        ResourceProfile wanted = new ResourceProfileBuilder().require(requests).build();
        Option<ResourceProfile> equal = known.getEquivalentProfile(wanted);
        if (equal.isDefined()) {
            return new StageResources(spark, equal.get());
        }
        register(known, wanted, spark, demand);
        return new StageResources(spark, wanted);
    }

    /** Cores of a task. */
    static int cpus(SparkContext spark, TaskDemand demand) {
        return demand.cpus() > 0 ? demand.cpus() : spark.conf().getInt("spark.task.cpus", 1);
    }

    /** The same records, in tasks with these resources. */
    public <T> JavaRDD<T> give(JavaRDD<T> records) {
        return profile.id() == ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID() ? records : records.withResources(profile);
    }

    /** Tasks with these resources that the registered executors together can run at one time, busy or not. */
    public int slots() {
        return spark.maxNumConcurrentTasks(profile);
    }

    private static void register(
            ResourceProfileManager known, ResourceProfile wanted, SparkContext spark, TaskDemand demand) {
        try {
            known.addResourceProfile(wanted);
        } catch (Exception unsupported) {
            // The method declares no exception, being Scala's.
            if (unsupported instanceof SparkException) {
                throw refused(spark, demand, String.valueOf(unsupported.getMessage()));
            }
            throw unsupported;
        }
    }

    private static InvalidInput refused(SparkContext spark, TaskDemand demand, String reason) {
        return new InvalidInput("parallel.task.cpus = %s, parallel.task.gpus = %s with master %s: %s"
                .formatted(demand.cpus(), demand.gpus(), spark.master(), reason));
    }
}
