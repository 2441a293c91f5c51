package io.tauspark.laplacian;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputGuard;
import io.tauspark.release.ReleaseWriter;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Builds a domain memory from a corpus and publishes it as a new release, which is promoted if it passes the gate. */
@Command(
        name = "laplacian",
        description = "Builds the feature-graph Laplacian of a corpus and publishes it as a new release of a memory.")
public final class LaplacianJob extends SparkJobCommand<LaplacianConfig> {

    public LaplacianJob() {
        super("laplacian", LaplacianJob::defaults, LaplacianConfig::from);
    }

    public static void main(String[] args) {
        main(new LaplacianJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(LaplacianJob.class, "laplacian");
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static LaplacianConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), LaplacianConfig::from);
    }

    /**
     * Embeds the documents, wires and checks the graph, and publishes it with the energy and λ of every document.
     * Nothing is written before all of it is known. A release that does not pass the gate is published and not
     * promoted; see {@link LaplacianReport#requirePromoted}.
     *
     * @throws InvalidInput if the documents cannot be read, are too few, or give no sound Laplacian, or if another
     *     job is changing the memory
     */
    public static LaplacianReport run(SparkSession spark, LaplacianConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Path output = output(config, hadoop);
        try (ReleaseWriter writer = ReleaseWriter.open(output, "laplacian", config.lease(), hadoop)) {
            return new MemoryBuild(spark, config, writer).run();
        }
    }

    /**
     * The memory's directory.
     *
     * @throws InvalidInput if it cannot be one
     */
    public static Path output(LaplacianConfig config, Configuration hadoop) throws IOException {
        return OutputGuard.shared(
                config.output(), List.of(new InputPath("input", config.corpus().input())), hadoop);
    }

    @Override
    protected void work(SparkSession spark, LaplacianConfig config) throws IOException {
        LaplacianReport report = run(spark, config);
        System.out.print(report.summary());
        report.requirePromoted();
    }
}
