package io.tauspark.job;

import org.apache.spark.sql.SparkSession;

/** A command that works in a Spark session, which it opens after its configuration is known to be good. */
public abstract class SparkJobCommand<C> extends JobCommand<C> {
    private final String name;

    protected SparkJobCommand(String name) {
        this.name = name;
    }

    /**
     * Does the work and prints what a user should see. Notebooks and tests call the job's own static {@code run} with
     * their session instead.
     */
    protected abstract void work(SparkSession spark, C config) throws Exception;

    @Override
    protected final void perform(C config) throws Exception {
        try (SparkSession spark =
                SparkSession.builder().appName("tauspark " + name).getOrCreate()) {
            work(spark, config);
        }
    }

    /**
     * Runs the command and ends the JVM.
     *
     * <p>A barrier stage in local mode leaves a timer thread that is no daemon (spark-core,
     * {@code BarrierTaskContext}), so the JVM must be told to exit. On a cluster a successful driver returns from
     * {@code main} instead: YARN takes an exit before that for a failure.
     */
    public static void main(SparkJobCommand<?> command, String[] args) {
        int exit = execute(command, args);
        String master = System.getProperty("spark.master", "local");
        if (exit != 0 || master.startsWith("local")) {
            System.exit(exit);
        }
    }
}
