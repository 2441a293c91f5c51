package io.tauspark.release;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Names of releases: the UTC time of their publication, so that they sort by age. */
final class ReleaseName {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LENGTH = "20261122T014500Z".length();

    private ReleaseName() {}

    /** A name of this second; the second release of one gets {@code -02} and so on. */
    static String unused(Instant now, Collection<String> taken) {
        String stamp = STAMP.format(now);
        String name = stamp;
        for (int next = 2; taken.contains(name); next++) {
            name = String.format(Locale.ROOT, "%s-%02d", stamp, next);
        }
        return name;
    }

    /** The time in a name, empty if it has none. */
    static Optional<Instant> time(String name) {
        try {
            String stamp = name.substring(0, Math.min(LENGTH, name.length()));
            return Optional.of(LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
