package io.tauspark.release;

import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A release in its store.
 *
 * @param name its directory's name
 * @param directory where it lies
 * @param created when it was published, empty if it was put there by hand under a name that is no time
 * @param current whether it is the promoted one
 * @param promotion its last promotion, empty if it was never promoted
 */
public record StoredRelease(
        String name, Path directory, Optional<Instant> created, boolean current, Optional<Promotion> promotion) {}
