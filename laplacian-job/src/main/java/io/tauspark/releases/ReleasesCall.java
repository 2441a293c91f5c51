package io.tauspark.releases;

import io.tauspark.release.ReleaseStore;
import io.tauspark.release.ReleaseWriter;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The input of an action of the releases command.
 *
 * @param config the settings
 * @param memory the memory's directory, qualified
 * @param names the releases named on the command line, as many as the action takes
 * @param hadoop for its file system
 */
record ReleasesCall(ReleasesConfig config, Path memory, List<String> names, Configuration hadoop) {

    ReleaseStore store() {
        return new ReleaseStore(memory, hadoop);
    }

    /** Acquires the lease on the memory. */
    ReleaseWriter open(String action) throws IOException {
        return ReleaseWriter.open(memory, "releases " + action, config.lease(), hadoop);
    }
}
