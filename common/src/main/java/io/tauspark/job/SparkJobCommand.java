package io.tauspark.job;

import com.typesafe.config.Config;
import io.tauspark.config.Settings;
import io.tauspark.config.SystemBlas;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** A command that works in a Spark session, which it opens after its configuration is known to be good. */
public abstract class SparkJobCommand<C> extends JobCommand<C> {
    private static final String EXECUTORS = "spark.executor.extraJavaOptions";

    private final String name;

    /**
     * Takes what the command is called, and what it reads its configuration with.
     *
     * @param name of the command, for the session
     * @param defaults of its settings
     * @param reader makes the configuration record
     */
    protected SparkJobCommand(String name, Supplier<Config> defaults, Function<Settings, C> reader) {
        super(defaults, reader);
        this.name = name;
    }

    /**
     * Does the work and prints what a user should see. Notebooks and tests call the job's own static {@code run} with
     * their session instead.
     */
    protected abstract void work(SparkSession spark, C config) throws Exception;

    @Override
    protected final void perform(C config) throws Exception {
        ScratchDirectories.require(System.getenv(), System.getProperties());
        SparkSession.Builder builder = SparkSession.builder().appName("tauspark " + name);
        String master = System.getProperty("spark.master", "local");
        if (master.equals("local") || master.startsWith("local[")) {
            // Otherwise a task that runs out of memory ends the JVM, which is the driver too, without a word.
            builder.config("spark.executor.killOnFatalError.depth", 0);
        }
        // Executors of a command may fit word vectors first and train then.
        builder.config(EXECUTORS, (SystemBlas.AVOIDED + " " + System.getProperty(EXECUTORS, "")).strip());
        try (SparkSession spark = builder.getOrCreate()) {
            work(spark, config);
        }
    }
}
