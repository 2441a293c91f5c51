package io.tauspark.report;

import io.tauspark.run.WorkerLine;
import io.tauspark.store.Stopwatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time while a run was being trained. A run that was stopped and resumed later has several sessions; what lies between
 * them does not count.
 */
final class TrainingClock {
    private final List<Session> sessions;

    /** @param offset seconds of training before it */
    private record Session(Instant from, Instant to, double offset) {
        double seconds() {
            return between(from, to);
        }
    }

    private TrainingClock(List<Session> sessions) {
        this.sessions = sessions;
    }

    static TrainingClock of(Run run) {
        List<Instant> begins = run.events("start", "resume").stream()
                .flatMap(event -> Stream.ofNullable(event.time()))
                .sorted()
                .toList();
        List<Instant> times = Stream.concat(
                        run.events().stream().flatMap(event -> Stream.ofNullable(event.time())),
                        run.states().stream().map(WorkerLine::time))
                .sorted()
                .toList();
        List<Session> sessions = new ArrayList<>();
        double offset = 0;
        for (int k = 0; k < times.size(); ) {
            int begun = sessions.size() + 1;
            Instant next = begun < begins.size() ? begins.get(begun) : Instant.MAX;
            Instant from = times.get(k);
            Instant to = from;
            for (; k < times.size() && times.get(k).isBefore(next); k++) {
                to = times.get(k);
            }
            Session session = new Session(from, to, offset);
            sessions.add(session);
            offset += session.seconds();
        }
        return new TrainingClock(sessions);
    }

    /** The seconds of all sessions together. */
    double seconds() {
        return sessions.stream().mapToDouble(Session::seconds).sum();
    }

    /** Seconds of training before a moment. */
    double at(Instant moment) {
        double at = 0;
        for (Session session : sessions) {
            if (!moment.isBefore(session.from())) {
                at = session.offset() + Math.min(session.seconds(), between(session.from(), moment));
            }
        }
        return at;
    }

    /** The end of the session of a moment, in seconds of training. */
    double endAt(Instant moment) {
        double end = seconds();
        for (Session session : sessions) {
            if (!moment.isBefore(session.from())) {
                end = session.offset() + session.seconds();
            }
        }
        return end;
    }

    private static double between(Instant from, Instant to) {
        return Stopwatch.seconds(Duration.between(from, to).toNanos());
    }
}
