package io.tauspark.releases;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.job.JobCommand;
import io.tauspark.release.StoredRelease;
import io.tauspark.store.HadoopSettings;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows and changes the releases of a memory. Runs in the driver alone and needs no Spark session. */
@Command(
        name = "releases",
        description = "Lists, shows, compares, promotes, rolls back and prunes the releases of a memory.")
public final class ReleasesJob extends JobCommand<ReleasesConfig> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            defaultValue = "list",
            description =
                    "list (as without any), show [RELEASE], compare RELEASE RELEASE, promote RELEASE, rollback (to the"
                            + " release that was current before), or prune (all but the newest, see keep and older-than)")
    private String action = "list";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "RELEASE", description = "names as the list shows them")
    private List<String> names = new ArrayList<>();

    public ReleasesJob() {
        super(ReleasesJob::defaults, RecordBinder.of(ReleasesConfig.class));
    }

    public static void main(String[] args) {
        main(new ReleasesJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(ReleasesJob.class, "releases");
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static ReleasesConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), RecordBinder.of(ReleasesConfig.class));
    }

    /**
     * Performs one action and lists the releases that there are then.
     *
     * @param names the releases that the action takes: one for promote, none for the others
     * @throws InvalidInput if the memory has no releases, not those named, or is being changed by somebody else
     */
    public static ReleasesReport run(
            ReleasesConfig config, ReleasesAction action, List<String> names, Configuration hadoop) throws IOException {
        Path memory = Storage.qualified(config.memory(), hadoop);
        ReleasesCall call = new ReleasesCall(config, memory, List.copyOf(names), hadoop);
        if (action.lists() && call.store().names().isEmpty()) {
            throw new InvalidInput(
                    "memory '%s' has no releases; give the output of the laplacian command".formatted(memory));
        }
        List<String> done = action.perform(call);
        List<ReleaseRow> rows = new ArrayList<>();
        for (StoredRelease release : action.lists() ? call.store().list() : List.<StoredRelease>of()) {
            rows.add(ReleaseRow.of(release, hadoop));
        }
        return new ReleasesReport(done, rows);
    }

    @Override
    protected void perform(ReleasesConfig config) throws IOException {
        System.out.print(run(config, ReleasesAction.named(action), names, HadoopSettings.current())
                .summary());
    }
}
