package io.tauspark.fuzz;

import com.sun.management.ThreadMXBean;
import io.tauspark.config.InvalidInput;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Damaged files of one kind, each of which a reader has to accept with the right content or refuse with one message, in
 * bounded time and memory.
 *
 * <p>System properties: {@code fuzz.mutants}, how many there are of each kind; {@code fuzz.seed}, which ones;
 * {@code fuzz.case=KIND:NUMBER}, one of them alone, as a failure names it.
 */
public final class Mutants {
    private static final int COUNT = Integer.getInteger("fuzz.mutants", 250);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final String CASE = System.getProperty("fuzz.case", "");

    private static final int MOST_DAMAGES = 3;

    /** A failure detector: readers take milliseconds. */
    private static final long SECONDS = 60;

    /** Classes that are loaded, buffers and caches that are filled once: what a mutant may cost whatever its size. */
    private static final long FIXED_BYTES = 16L << 20;

    private static final long SPARK_BYTES = 256L << 20;

    /** Trees of JSON take about a hundred bytes for one of text; a message and an exception quote a part of it. */
    private static final long BYTES_PER_BYTE = 400;

    private static final int LONGEST_MESSAGE = 3_000;
    private static final int FAILURES_SHOWN = 5;

    /** Reads a damaged file and checks what it got. */
    @FunctionalInterface
    public interface Reader {
        /**
         * @throws InvalidInput if the file is refused
         * @throws AssertionError if it is accepted with a wrong content
         */
        void read(Mutant mutant) throws Exception;
    }

    /** How many were accepted, and how many refused. */
    public record Tally(int accepted, int refused) {
        /** Makes sure that not everything is refused, which would be easy. */
        void requireAccepted() {
            if (CASE.isEmpty() && accepted == 0) {
                throw new AssertionError("none of " + refused + " damaged files was accepted");
            }
        }
    }

    private final String kind;
    private final List<byte[]> originals;
    private final List<Damage> damages;
    private int share = 1;
    private long fixedBytes = FIXED_BYTES;

    private Mutants(String kind, List<byte[]> originals, List<Damage> damages) {
        this.kind = kind;
        this.originals = originals;
        this.damages = damages;
    }

    /**
     * Damages sound files.
     *
     * @param kind a name for them
     * @param damages ways of damaging them, as likely as one another; damage that knows nothing of the format comes on top
     */
    public static Mutants of(String kind, List<byte[]> originals, Damage... damages) {
        List<Damage> all = new ArrayList<>(Arrays.asList(damages));
        all.add(Bytes::damage);
        all.add(Bytes.splice(originals.get(originals.size() - 1)));
        return new Mutants(kind, originals, all);
    }

    /** One of so many, for readers that are slow. */
    public Mutants oneIn(int share) {
        this.share = share;
        return this;
    }

    /** For readers whose plans and tasks take far more memory than what they read. */
    public Mutants withSpark() {
        fixedBytes = SPARK_BYTES;
        return this;
    }

    /** The damaged files. */
    public List<Mutant> all() {
        return numbers().mapToObj(this::mutant).toList();
    }

    /** Has every mutant read; the message of a refusal must contain a name by which its file can be found. */
    public Tally check(String file, Reader reader) {
        Tally tally = new Tally(0, 0);
        List<String> failures = new ArrayList<>();
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "reader of mutants");
            thread.setDaemon(true);
            return thread;
        });
        try {
            // What is sound is accepted; that also loads what the first reading of all has to load.
            for (byte[] original : originals) {
                Outcome sound = outcome(worker, file, reader, new Mutant(kind + ":sound", original, original));
                if (sound.refused()) {
                    throw new AssertionError(kind + " is refused as it is: " + sound.failure());
                }
            }
            for (int number : numbers().toArray()) {
                Mutant mutant = mutant(number);
                Outcome outcome = outcome(worker, file, reader, mutant);
                tally = outcome.refused()
                        ? new Tally(tally.accepted(), tally.refused() + 1)
                        : new Tally(tally.accepted() + 1, tally.refused());
                if (outcome.failure() != null) {
                    failures.add(mutant.name() + ": " + outcome.failure());
                }
            }
        } finally {
            worker.shutdownNow();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%d of %d mutants; make one again with -Dfuzz.seed=%d -Dfuzz.case=KIND:NUMBER%n%s",
                    failures.size(),
                    tally.accepted() + tally.refused(),
                    SEED,
                    failures.stream().limit(FAILURES_SHOWN).collect(Collectors.joining("\n"))));
        }
        return tally;
    }

    /** What is wrong with a refusal, or null: it must be one paragraph that names the file and says why. */
    static @Nullable String wrongWith(InvalidInput refusal, String file) {
        String message = String.valueOf(refusal.getMessage());
        if (message.chars().anyMatch(Character::isISOControl)) {
            return "its message is no paragraph: " + message;
        }
        if (!message.contains(file)) {
            return "its message does not name '" + file + "': " + message;
        }
        if (message.matches(".*(: null\\b|^null|Cannot invoke|Exception|java\\.|io\\.tauspark|fasterxml).*")) {
            return "its message is for programmers: " + message;
        }
        return message.length() > LONGEST_MESSAGE ? "its message is long: " + message : null;
    }

    private record Outcome(boolean refused, @Nullable String failure) {}

    private Outcome outcome(ExecutorService worker, String file, Reader reader, Mutant mutant) {
        Future<Outcome> reading = worker.submit(() -> read(file, reader, mutant));
        try {
            return reading.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException hanging) {
            reading.cancel(true);
            throw new AssertionError(
                    mutant.name() + " is read for more than " + SECONDS + " s (fuzz.seed=" + SEED + ")", hanging);
        } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError(mutant.name(), failed);
        }
    }

    private Outcome read(String file, Reader reader, Mutant mutant) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Outcome outcome;
        try {
            reader.read(mutant);
            outcome = new Outcome(false, null);
        } catch (InvalidInput refusal) {
            outcome = new Outcome(true, wrongWith(refusal, file));
        } catch (Throwable failure) {
            return new Outcome(false, failure + " at " + Arrays.toString(Arrays.copyOf(failure.getStackTrace(), 12)));
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        long allowed = fixedBytes + BYTES_PER_BYTE * Math.max(mutant.original().length, mutant.content().length);
        return bytes > allowed
                ? new Outcome(
                        outcome.refused(),
                        String.format(
                                Locale.ROOT,
                                "%d bytes of memory were taken for a file of %d",
                                bytes,
                                mutant.content().length))
                : outcome;
    }

    private IntStream numbers() {
        if (CASE.isEmpty()) {
            return IntStream.range(0, Math.max(COUNT / share, 1));
        }
        String[] parts = CASE.split(":", 2);
        return parts[0].equals(kind) ? IntStream.of(Integer.parseInt(parts[1])) : IntStream.empty();
    }

    private Mutant mutant(int number) {
        Random random = new Random(SEED * 1_000_003 + kind.hashCode() * 31L + number);
        byte[] original = originals.get(random.nextInt(originals.size()));
        byte[] content = original;
        for (int more = 1 + random.nextInt(MOST_DAMAGES); more > 0; more--) {
            content = damages.get(random.nextInt(damages.size())).apply(content, random);
        }
        return new Mutant(kind + ":" + number, original, content);
    }
}
