package io.tauspark.release;

import io.tauspark.config.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rule of which releases stay when a memory is pruned.
 *
 * @param keep releases that stay whatever their age, at least 2: the current one and the one that a rollback would
 *     promote are the first of them, then the newest
 * @param olderThan age up to which further ones stay too
 */
public record Retention(int keep, Duration olderThan) {
    /** The current release and the way back. */
    private static final int FEWEST = 2;

    public Retention {
        Problems problems = new Problems();
        check(problems, keep, olderThan);
        problems.throwIfAny();
    }

    /** Collects what is wrong with such settings. */
    public static void check(Problems problems, int keep, Duration olderThan) {
        problems.check(keep >= FEWEST, "keep", keep, "must be at least 2: the current release and the one before it")
                .check(!olderThan.isNegative(), "older-than", olderThan, "must not be negative");
    }

    /**
     * The releases to remove, oldest first. Those whose names are no time were put there by hand and stay.
     *
     * @param releases all, oldest first
     * @param pinned names that stay in any case
     */
    List<StoredRelease> surplus(List<StoredRelease> releases, Set<String> pinned, Instant now) {
        List<StoredRelease> free = releases.stream()
                .filter(release -> release.created().isPresent() && !pinned.contains(release.name()))
                .toList();
        int beyond = free.size() - Math.max(keep - pinned.size(), 0);
        return free.subList(0, Math.max(beyond, 0)).stream()
                .filter(release -> isOlder(release.created(), now))
                .toList();
    }

    /** Without an age that matters, a release from a clock that is ahead counts like any other. */
    private boolean isOlder(Optional<Instant> created, Instant now) {
        return olderThan.isZero()
                || created.filter(time -> !time.isAfter(now.minus(olderThan))).isPresent();
    }
}
