package io.tauspark.releases;

import io.tauspark.config.Problems;
import io.tauspark.release.Lease;
import io.tauspark.release.Retention;
import java.time.Duration;

/**
 * The settings of the releases command: the memory that it works on, and how.
 *
 * @param memory its directory
 * @param keep releases that pruning leaves at least
 * @param olderThan age that a further release must have to be pruned
 * @param page where show and compare write their page as well; empty for nowhere
 * @param lease how long others are kept out if this process dies
 */
public record ReleasesConfig(String memory, int keep, Duration olderThan, String page, Duration lease) {
    public ReleasesConfig {
        Problems problems =
                new Problems().check(!memory.isBlank(), "memory", memory, "is blank; name the directory of a memory");
        Retention.check(problems, keep, olderThan);
        Lease.check(problems, lease);
        problems.throwIfAny();
    }

    public Retention retention() {
        return new Retention(keep, olderThan);
    }
}
