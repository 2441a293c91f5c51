package io.tauspark.exchange;

import io.tauspark.store.Stopwatch;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;

/**
 * The state that network threads change and the training thread waits for. A wait ends with what it waited for, or with
 * an exception: when a failure was noted, when the task is cancelled, or when the limit is reached. After a failure no
 * wait succeeds any more, unless what it wants is there already.
 */
final class Watch {
    /** Cancellation raises no signal, so it is looked at this often. */
    private static final long POLL_MILLIS = 100;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Duration limit;
    private final BooleanSupplier cancelled;
    private @Nullable String failure;

    Watch(Duration limit, BooleanSupplier cancelled) {
        this.limit = limit;
        this.cancelled = cancelled;
    }

    /** Makes a change that a wait may depend on. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes why nothing can succeed any more; the first reason stays. */
    void fail(String reason) {
        change(() -> failure = failure == null ? reason : failure);
    }

    /**
     * @param poll called while nothing changes; gives the result, or null as long as there is none; may throw
     * @param what ends the sentence "waited 3.0 s for …"
     * @throws ExchangeFailed after a failure, or when the limit is reached
     * @throws TaskKilledException if the task is cancelled or its thread interrupted
     */
    <T> T await(Supplier<@Nullable T> poll, Supplier<String> what) {
        long start = System.nanoTime();
        while (true) {
            if (cancelled.getAsBoolean()) {
                throw stopped("cancelled", what.get());
            }
            lock.lock();
            try {
                T result = poll.get();
                if (result != null) {
                    return result;
                }
                if (failure != null) {
                    throw new ExchangeFailed(failure);
                }
                long waited = System.nanoTime() - start;
                if (waited >= limit.toNanos()) {
                    failure = String.format(
                            Locale.ROOT, "waited %.1f s for %s", Stopwatch.seconds(limit.toNanos()), what.get());
                    throw new ExchangeFailed(failure);
                }
                long pause = Math.min(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS), limit.toNanos() - waited);
                long unused = changed.awaitNanos(pause);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw stopped("interrupted", what.get());
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until something holds, even after a failure or an interrupt; false if it does not hold within the limit. */
    boolean holdsWithin(Duration most, BooleanSupplier condition) {
        long left = most.toNanos();
        boolean interrupted = false;
        lock.lock();
        try {
            long deadline = System.nanoTime() + left;
            while (left > 0 && !condition.getAsBoolean()) {
                try {
                    long unused = changed.awaitNanos(left);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
                left = deadline - System.nanoTime();
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private TaskKilledException stopped(String how, String what) {
        String reason = "%s while waiting for %s".formatted(how, what);
        fail(reason);
        return new TaskKilledException(reason);
    }
}
