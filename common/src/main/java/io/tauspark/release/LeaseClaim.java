package io.tauspark.release;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;

/**
 * The content of a lease file.
 *
 * @param purpose what the holder does
 * @param user who runs it
 * @param host where
 * @param pid its process there
 * @param since when the lease was acquired
 * @param until when it ends unless it is renewed
 * @param released whether its holder has given it back
 */
record LeaseClaim(String purpose, String user, String host, long pid, Instant since, Instant until, boolean released) {
    private static final String UNKNOWN = "unknown";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    LeaseClaim {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
    }

    /** A claim of this process. */
    static LeaseClaim ofThisProcess(String purpose, Instant since, Instant until) {
        return new LeaseClaim(
                purpose,
                System.getProperty("user.name", UNKNOWN),
                thisHost(),
                ProcessHandle.current().pid(),
                since,
                until,
                false);
    }

    /** The claim of a holder whose file says nothing: it died while it wrote the file, or is about to write it. */
    static LeaseClaim unreadable(Instant since, Instant until) {
        return new LeaseClaim(UNKNOWN, UNKNOWN, UNKNOWN, 0, since, until, false);
    }

    LeaseClaim renewed(Instant end) {
        return new LeaseClaim(purpose, user, host, pid, since, end, released);
    }

    LeaseClaim givenBack() {
        return new LeaseClaim(purpose, user, host, pid, since, until, true);
    }

    boolean holdsAt(Instant now) {
        return !released && now.isBefore(until);
    }

    /** Whether it is the same acquisition, renewed or not. */
    boolean isSameHolder(LeaseClaim other) {
        return pid == other.pid && host.equals(other.host) && since.equals(other.since);
    }

    /** The holder, for a message. */
    String holder() {
        return String.format(
                Locale.ROOT,
                "'%s' of %s@%s (process %d) since %s",
                purpose,
                user,
                host,
                pid,
                since.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The first full second in which it is over unless it is renewed, for a message. */
    Instant end() {
        return until.plusNanos(NANOS_PER_SECOND - 1).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return UNKNOWN;
        }
    }
}
