package io.tauspark.releases;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.laplacian.MemoryView;
import io.tauspark.laplacian.report.MemoryLines;
import io.tauspark.laplacian.report.MemoryReport;
import io.tauspark.release.ReleaseWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The actions of the releases command. */
public enum ReleasesAction {
    /** Shows the releases and changes nothing. */
    LIST(0, 0, true) {
        @Override
        List<String> work(ReleasesCall call) {
            return List.of();
        }
    },

    /** Tells what there is to say about a release, or about the current one, or about a memory made elsewhere. */
    SHOW(0, 1, false) {
        @Override
        List<String> work(ReleasesCall call) throws IOException {
            Path directory = call.names().isEmpty()
                    ? call.memory()
                    : call.store().find(call.names().get(0));
            MemoryReport report = MemoryView.of(directory, call.hadoop()).report();
            return shown(report, MemoryLines.of(report), call);
        }
    },

    /** Tells how far the second of two releases has moved from the first. */
    COMPARE(2, 2, false) {
        @Override
        List<String> work(ReleasesCall call) throws IOException {
            MemoryView before = MemoryView.of(call.store().find(call.names().get(0)), call.hadoop());
            MemoryView after = MemoryView.of(call.store().find(call.names().get(1)), call.hadoop());
            MemoryReport report = after.against(before);
            return shown(report, MemoryLines.drift(Objects.requireNonNull(report.drift())), call);
        }
    },

    /** Makes the named release the current one. */
    PROMOTE(1, 1, true) {
        @Override
        List<String> work(ReleasesCall call) throws IOException {
            String name = call.names().get(0);
            try (ReleaseWriter writer = call.open("promote")) {
                writer.promote(name, "by command");
                return List.of("promoted " + name);
            }
        }
    },

    /** Makes the release current that was current before. */
    ROLLBACK(0, 0, true) {
        @Override
        List<String> work(ReleasesCall call) throws IOException {
            try (ReleaseWriter writer = call.open("rollback")) {
                return List.of("rolled back to " + writer.rollback("rollback by command"));
            }
        }
    },

    /** Removes releases that are neither needed nor to be kept. */
    PRUNE(0, 0, true) {
        @Override
        List<String> work(ReleasesCall call) throws IOException {
            try (ReleaseWriter writer = call.open("prune")) {
                List<String> removed = writer.prune(call.config().retention());
                return removed.isEmpty()
                        ? List.of("nothing to remove")
                        : removed.stream().map(name -> "removed " + name).toList();
            }
        }
    };

    private final int fewest;
    private final int most;
    private final boolean lists;

    /**
     * @param fewest releases that must be named
     * @param most releases that may be
     * @param lists whether the list of what there is then follows
     */
    ReleasesAction(int fewest, int most, boolean lists) {
        this.fewest = fewest;
        this.most = most;
        this.lists = lists;
    }

    boolean lists() {
        return lists;
    }

    /** Performs the action and says in a few lines what it did. */
    abstract List<String> work(ReleasesCall call) throws IOException;

    /** @throws InvalidInput if there is no such action */
    static ReleasesAction named(String name) {
        return Arrays.stream(values())
                .filter(action -> Settings.spelling(action).equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("unknown action '%s'; one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Settings::spelling).collect(Collectors.joining(", ")))));
    }

    List<String> perform(ReleasesCall call) throws IOException {
        int given = call.names().size();
        if (given < fewest || given > most) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%s takes %s, got %d %s; memory '%s' has %s",
                    Settings.spelling(this),
                    wanted(),
                    given,
                    call.names(),
                    call.memory(),
                    call.store().names()));
        }
        return work(call);
    }

    private String wanted() {
        return switch (most) {
            case 0 -> "no release";
            case 1 -> fewest == 0 ? "one release or none" : "one release";
            default -> most + " releases";
        };
    }

    private static List<String> shown(MemoryReport report, List<String> lines, ReleasesCall call) throws IOException {
        MemoryView.writePage(report, call.config().page(), call.hadoop());
        return lines;
    }
}
