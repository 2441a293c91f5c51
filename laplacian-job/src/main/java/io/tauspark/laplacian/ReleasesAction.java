package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.release.ReleaseWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the releases command can do; the list of what there is then follows. */
public enum ReleasesAction {
    /** Shows the releases and changes nothing. */
    LIST(0) {
        @Override
        List<String> work(ReleasesCall call) {
            return List.of();
        }
    },

    /** Makes the named release the current one. */
    PROMOTE(1) {
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
    ROLLBACK(0) {
        @Override
        List<String> work(ReleasesCall call) throws IOException {
            try (ReleaseWriter writer = call.open("rollback")) {
                return List.of("rolled back to " + writer.rollback("rollback by command"));
            }
        }
    },

    /** Removes releases that are neither needed nor to be kept. */
    PRUNE(0) {
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

    private final int names;

    ReleasesAction(int names) {
        this.names = names;
    }

    /** Does it and says in a few lines what it did. */
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
        if (call.names().size() != names) {
            throw new InvalidInput("%s takes %s, got %d %s; memory '%s' has %s"
                    .formatted(
                            Settings.spelling(this),
                            names == 0 ? "no release" : names == 1 ? "one release" : names + " releases",
                            call.names().size(),
                            call.names(),
                            call.memory(),
                            call.store().names()));
        }
        return work(call);
    }
}
