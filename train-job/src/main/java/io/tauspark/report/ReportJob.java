package io.tauspark.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.job.JobCommand;
import io.tauspark.page.PageFile;
import io.tauspark.run.RunFiles;
import io.tauspark.store.HadoopSettings;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the page of a run again, also of an unfinished one. Runs in the driver alone and needs no Spark session. */
@Command(name = "report", description = "Makes the page of a run, finished or not: report.html.")
public final class ReportJob extends JobCommand<ReportConfig> {
    @Option(names = "--run", paramLabel = "DIR", description = "short for --set run=DIR")
    private @Nullable String run;

    @Option(names = "--output", paramLabel = "FILE", description = "short for --set output=FILE")
    private @Nullable String output;

    public ReportJob() {
        super(ReportJob::defaults, RecordBinder.of(ReportConfig.class));
    }

    public static void main(String[] args) {
        main(new ReportJob(), args);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static ReportConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), RecordBinder.of(ReportConfig.class));
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(ReportJob.class, "report");
    }

    /**
     * Writes the page.
     *
     * @return where it is
     * @throws InvalidInput if there is no run
     */
    public static Path run(ReportConfig config) throws IOException {
        Configuration hadoop = HadoopSettings.current();
        Path run = Storage.qualified(config.run(), hadoop);
        Path page =
                config.output().isEmpty() ? new Path(run, RunFiles.REPORT) : Storage.qualified(config.output(), hadoop);
        PageFile.write(page, RunReport.html(run, hadoop), hadoop);
        return page;
    }

    /**
     * The learning curves of a run alone, as HTML for a notebook: a page that needs nothing else. Nothing is written.
     *
     * @throws InvalidInput if there is no run
     */
    public static String curves(ReportConfig config) throws IOException {
        Configuration hadoop = HadoopSettings.current();
        return RunReport.curves(Storage.qualified(config.run(), hadoop), hadoop);
    }

    @Override
    protected List<String> shorthands() {
        List<String> settings = new ArrayList<>();
        if (run != null) {
            settings.add("run=" + ConfigUtil.quoteString(run));
        }
        if (output != null) {
            settings.add("output=" + ConfigUtil.quoteString(output));
        }
        return settings;
    }

    @Override
    protected void perform(ReportConfig config) throws IOException {
        System.out.println(run(config));
    }
}
