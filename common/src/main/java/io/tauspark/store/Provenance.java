package io.tauspark.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The origin of an output, as {@code provenance.json} beside it.
 *
 * @param job the command that made it
 * @param created when it was finished
 * @param revision commit of the code, with {@code -dirty} if it had been changed, or {@code unknown}
 * @param spark version of Spark
 * @param java version of Java
 * @param config the complete configuration record
 * @param inputs each input with whatever identifies its content
 * @param seconds wall time per stage
 * @param results what came of it, by the job's own names
 */
public record Provenance(
        String job,
        Instant created,
        String revision,
        String spark,
        String java,
        Object config,
        Map<String, Object> inputs,
        Map<String, Double> seconds,
        Object results) {

    /** Its file in most outputs. */
    public static final String FILE = "provenance.json";

    public static Provenance of(
            String job, SparkSession spark, Object config, Map<String, Object> inputs, Stopwatch stages) {
        return new Provenance(
                job,
                Instant.now(),
                builtFrom(),
                spark.version(),
                Runtime.version().toString(),
                config,
                new LinkedHashMap<>(inputs),
                stages.seconds(),
                Map.of());
    }

    /** The same with results: a record or a map. */
    public Provenance withResults(Object found) {
        return new Provenance(job, created, revision, spark, java, config, inputs, seconds, found);
    }

    public void write(Path directory, Configuration hadoop) throws IOException {
        Storage.writeText(new Path(directory, FILE), Json.pretty(this), hadoop);
    }

    /** The commit of the code, with {@code -dirty} if it had been changed, or {@code unknown}. */
    public static String builtFrom() {
        try (InputStream in = Provenance.class.getResourceAsStream("revision.properties")) {
            if (in == null) {
                return "unknown";
            }
            Properties git = new Properties();
            git.load(in);
            String commit = git.getProperty("git.commit.id.full", "unknown");
            return Boolean.parseBoolean(git.getProperty("git.dirty")) ? commit + "-dirty" : commit;
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
