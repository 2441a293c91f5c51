package io.tauspark.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;

/** Members of an exchange as threads of this JVM, without Spark tasks. */
final class LocalMembers {
    static final Duration LONG = Duration.ofMinutes(1);

    private final int size;
    private final CyclicBarrier gathered;
    final String[] cards;

    LocalMembers(int size) {
        this.size = size;
        this.gathered = new CyclicBarrier(size);
        this.cards = new String[size];
    }

    interface Member<T> {
        T work(int rank) throws Exception;
    }

    static Transport transport(String... settings) {
        SparkConf conf = new SparkConf(false).set("spark.app.id", "exchange-test");
        for (int i = 0; i < settings.length; i += 2) {
            conf.set(settings[i], settings[i + 1]);
        }
        SecurityManager security = new SecurityManager(
                conf, SecurityManager.$lessinit$greater$default$2(), SecurityManager.$lessinit$greater$default$3());
        return new Transport(conf, security, "127.0.0.1", "127.0.0.1", Duration.ofSeconds(20));
    }

    String[] allGather(int rank, String card) {
        try {
            cards[rank] = card;
            gathered.await(LONG.toSeconds(), TimeUnit.SECONDS);
            return cards.clone();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    GradientExchange join(int rank) {
        return join(rank, LONG, () -> false);
    }

    GradientExchange join(int rank, Duration timeout, BooleanSupplier cancelled) {
        return GradientExchange.connect(rank, size, card -> allGather(rank, card), transport(), timeout, cancelled);
    }

    /** Even slices: they differ by at most one value. */
    static int[] bounds(int members, int length) {
        return IntStream.rangeClosed(0, members)
                .map(rank -> (int) ((long) length * rank / members))
                .toArray();
    }

    /** Leaves the sum over all members in every member's array. */
    static void sum(GradientExchange exchange, float[] values) {
        int[] bounds = bounds(exchange.size(), values.length);
        exchange.reduceScatter(values, bounds, WireType.FLOAT32);
        exchange.allGather(values, bounds, WireType.FLOAT32);
    }

    /** Runs all members at once; gives their results by rank, or throws what the first failing one threw. */
    <T> List<T> run(Member<T> member) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int rank = i;
                calls.add(() -> member.work(rank));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the other member did not come that far");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static void pause(long milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
