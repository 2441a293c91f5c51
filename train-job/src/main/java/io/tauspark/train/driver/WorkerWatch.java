package io.tauspark.train.driver;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.tauspark.run.WorkerState;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.train.config.TrainConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver's view of the workers of one attempt, and of which of them stalled. A worker stalled when
 *
 * <ul>
 *   <li>the driver has had no message from it for {@code faults.silence}; for its first message it has
 *       {@code faults.start} more, since its executor may have to fetch jars;
 *   <li>it says itself that its training thread does not move: in training for {@code exchange.timeout} and
 *       {@code faults.silence} together, since no wait for another worker is longer than the first; in any other phase
 *       for {@link #LONGEST_PHASE}.
 * </ul>
 */
public final class WorkerWatch {
    /** Reading a corpus or writing a checkpoint to slow storage may take many minutes, but not this long. */
    private static final Duration LONGEST_PHASE = Duration.ofHours(1);

    /** The driver looks several times a second; after a longer gap it stood still itself and must not judge others. */
    private static final Duration OWN_PAUSE = Duration.ofSeconds(2);

    private final Duration firstWord;
    private final Duration silence;
    private final Duration longestStep;
    private final LongSupplier nanos;
    private final Map<Integer, Seen> workers = new TreeMap<>();
    private int attempt;
    private long lastLook;

    /** The facts known of one worker; its state is null before its first message. */
    private record Seen(
            int rank,
            String executor,
            String host,
            @Nullable WorkerState state,
            long at,
            boolean ended) {
        String name() {
            return String.format(Locale.ROOT, "worker %d (executor %s on host %s)", rank, executor, host);
        }

        Seen at(long when) {
            return new Seen(rank, executor, host, state, when, ended);
        }

        Seen end() {
            return new Seen(rank, executor, host, state, at, true);
        }
    }

    /**
     * A worker that stalled.
     *
     * @param text says who, for how long, and what it did last
     */
    public record Stall(int rank, String executor, String host, String text) {}

    WorkerWatch(TrainConfig config, LongSupplier nanos) {
        this.silence = config.faults().silence();
        this.firstWord = config.faults().start().plus(silence);
        this.longestStep = config.exchange().timeout().plus(silence);
        this.nanos = nanos;
    }

    /** Forgets all workers; from now on only messages of this attempt count. */
    synchronized void begin(int number) {
        attempt = number;
        workers.clear();
        lastLook = nanos.getAsLong();
    }

    /** Whether messages of an attempt count. */
    synchronized boolean isCurrent(int number) {
        return number == attempt;
    }

    /** Spark has started the task of a worker. */
    public synchronized void launched(int number, int rank, String executor, String host) {
        if (number == attempt && !workers.containsKey(rank)) {
            workers.put(rank, new Seen(rank, executor, host, null, nanos.getAsLong(), false));
        }
    }

    /** A state of a worker has been received. */
    synchronized void received(WorkerState state) {
        if (state.attempt() == attempt) {
            Seen before = workers.get(state.rank());
            boolean ended = before != null && before.ended();
            workers.put(
                    state.rank(),
                    new Seen(state.rank(), state.executor(), state.host(), state, nanos.getAsLong(), ended));
        }
    }

    /** The task of a worker is over, one way or the other. */
    public synchronized void ended(int number, int rank) {
        if (number == attempt) {
            Seen unused = workers.computeIfPresent(rank, (who, seen) -> seen.end());
        }
    }

    /** The number of workers that have been started. */
    public synchronized int started() {
        return workers.size();
    }

    /** Whether the tasks of all workers that were started are over. */
    public synchronized boolean allEnded() {
        return workers.values().stream().allMatch(Seen::ended);
    }

    /** The activities of the workers, as in {@code 1 training, 1 checkpointing}. */
    synchronized String doing() {
        Map<Phase, Long> counts = workers.values().stream()
                .map(seen ->
                        seen.state() == null ? Phase.STARTING : seen.state().phase())
                .collect(groupingBy(phase -> phase, TreeMap::new, counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text())
                .collect(joining(", "));
    }

    /** A worker with where it runs, as far as that is known. */
    public synchronized String name(int rank) {
        Seen seen = workers.get(rank);
        return seen == null ? "worker " + rank : seen.name();
    }

    /** The worker in an executor, with where it runs. */
    public synchronized Optional<String> nameInExecutor(String executor) {
        return workers.values().stream()
                .filter(seen -> seen.executor().equals(executor))
                .map(Seen::name)
                .findFirst();
    }

    /** The worker that stalled first, if any did. To be called several times a second. */
    public synchronized Optional<Stall> stalled() {
        long now = nanos.getAsLong();
        boolean stoodStill = now - lastLook > OWN_PAUSE.toNanos();
        lastLook = now;
        if (stoodStill) {
            workers.replaceAll((rank, seen) -> seen.at(now));
        }
        return workers.values().stream()
                .filter(seen -> !seen.ended())
                .sorted(Comparator.comparingLong(Seen::at))
                .flatMap(seen -> judge(seen, Duration.ofNanos(now - seen.at())).stream())
                .findFirst();
    }

    private Optional<Stall> judge(Seen seen, Duration quiet) {
        WorkerState state = seen.state();
        if (state == null) {
            return quiet.compareTo(firstWord) < 0
                    ? Optional.empty()
                    : stall(
                            seen,
                            String.format(Locale.ROOT, "said nothing for %d s after its start", quiet.toSeconds()));
        }
        String last = String.format(Locale.ROOT, "%s at step %d", state.phase().text(), state.step());
        if (quiet.compareTo(silence) >= 0) {
            return stall(
                    seen,
                    String.format(Locale.ROOT, "was silent for %d s; its last word was: %s", quiet.toSeconds(), last));
        }
        Duration limit = state.phase() == Phase.TRAINING ? longestStep : LONGEST_PHASE;
        return state.idleSeconds() < limit.toNanos() / (double) TimeUnit.SECONDS.toNanos(1)
                ? Optional.empty()
                : stall(seen, String.format(Locale.ROOT, "has not moved for %.0f s: %s", state.idleSeconds(), last));
    }

    private static Optional<Stall> stall(Seen seen, String how) {
        return Optional.of(new Stall(seen.rank(), seen.executor(), seen.host(), seen.name() + " " + how));
    }
}
