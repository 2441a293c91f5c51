package io.tauspark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:45:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Configuration hadoop = new Configuration();
    private final SetClock clock = new SetClock(NOW);
    private final java.nio.file.Path directory;
    private final Path root;

    LeaseTest(@TempDir java.nio.file.Path directory) {
        this.directory = directory;
        this.root = new Path(directory.toUri());
    }

    @Test
    void theSecondIsToldWhoHoldsItSinceWhenAndUntilWhen() throws IOException {
        try (Lease held = acquire("laplacian")) {
            held.requireHeld();
            assertThatThrownBy(() -> acquire("releases prune"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("is being changed by 'laplacian' of " + System.getProperty("user.name") + "@")
                    .hasMessageContaining("(process " + ProcessHandle.current().pid() + ") since 2026-11-22T01:45:00Z")
                    .hasMessageContaining("come back after 2026-11-22T01:46:00Z")
                    .hasMessageContaining(".lease-000001')");
        }
    }

    @Test
    void canBeAcquiredAgainOnceItWasGivenBack() throws IOException {
        keepSomething();
        acquire("first").close();
        Lease second = acquire("second");
        assertThat(leaseFiles()).containsExactly(".lease-000002");
        second.close();
        second.close();
        assertThatThrownBy(second::requireHeld)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was given back");
        acquire("third").close();
        assertThat(leaseFiles()).containsExactly(".lease-000003");
    }

    @Test
    void endsWithItsDurationAndNotBefore() throws IOException {
        Lease dead = acquire("dead");
        clock.pass(MINUTE.minusMillis(1));
        assertThatThrownBy(() -> acquire("next")).isInstanceOf(InvalidInput.class);
        clock.pass(Duration.ofMillis(1));
        try (Lease next = acquire("next")) {
            next.requireHeld();
            assertThatThrownBy(dead::requireHeld)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("valid until 2026-11-22T01:46:00Z")
                    .hasMessageContaining("now 'next' of ");
        }
    }

    @Test
    void lastsWhileItIsRenewed() throws IOException {
        try (Lease held = acquire("long")) {
            for (int k = 0; k < 5; k++) {
                clock.pass(MINUTE.dividedBy(2));
                held.renew();
            }
            assertThatThrownBy(() -> acquire("next")).hasMessageContaining("since 2026-11-22T01:45:00Z");
            held.requireHeld();
        }
    }

    @Test
    void isRenewedByItselfInTime() throws Exception {
        Duration brief = Duration.ofMillis(300);
        try (Lease held = Lease.acquire(root, "test", brief, hadoop)) {
            Instant acquired = firstClaim().until();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!firstClaim().until().isAfter(acquired) && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            held.requireHeld();
            assertThat(firstClaim().until()).isAfter(acquired);
            assertThat(firstClaim().since()).isEqualTo(acquired.minus(brief));
        }
    }

    @Test
    void aHolderThatWasSuspendedGoesOnIfNobodyCame() throws IOException {
        try (Lease held = acquire("asleep")) {
            clock.pass(MINUTE.multipliedBy(10));
            held.requireHeld();
            assertThatThrownBy(() -> acquire("next")).isInstanceOf(InvalidInput.class);
        }
    }

    @Test
    void aHolderThatWakesUpDoesNoHarmToItsSuccessors() throws IOException {
        keepSomething();
        Lease asleep = acquire("asleep");
        clock.pass(MINUTE);
        try (Lease successor = acquire("successor")) {
            asleep.renew();
            asleep.close();
            successor.requireHeld();
            assertThat(leaseFiles()).containsExactly(".lease-000002");
        }
        Lease third = acquire("third");
        assertThat(third.file().getName()).isEqualTo(".lease-000003");
        third.close();
    }

    @Test
    void aFileThatCameBackUnderAnOlderGenerationCountsForNothing() throws IOException {
        Lease first = acquire("first");
        String old = Files.readString(directory.resolve(".lease-000001"));
        clock.pass(MINUTE);
        try (Lease second = acquire("second")) {
            Files.writeString(directory.resolve(".lease-000001"), old);
            second.requireHeld();
            assertThatThrownBy(first::requireHeld).hasMessageContaining("is lost");
        }
        acquire("third").close();
        assertThat(leaseFiles()).containsExactly(".lease-000003");
    }

    @Test
    void anUnreadableFileCountsFromItsModification() throws IOException {
        for (String content : List.of("", "{\"purpose\": \"lap", "{}")) {
            java.nio.file.Path file = Files.writeString(directory.resolve(".lease-000007"), content);
            Files.setLastModifiedTime(
                    file, FileTime.from(clock.instant().minus(MINUTE).plusMillis(1)));
            assertThatThrownBy(() -> acquire("next"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("'unknown' of unknown@unknown");
            clock.pass(Duration.ofMillis(1));
            Lease next = acquire("next");
            assertThat(next.file().getName()).isEqualTo(".lease-000008");
            next.close();
            assertThat(leaseFiles()).containsExactly(".lease-000008");
            Files.delete(directory.resolve(".lease-000008"));
        }
    }

    @Test
    void aLeaseWhoseFileSomebodyRemovedIsLost() throws IOException {
        try (Lease held = acquire("held")) {
            Files.delete(directory.resolve(".lease-000001"));
            held.renew();
            assertThatThrownBy(held::requireHeld).hasMessageContaining("now nobody holds it");
        }
    }

    @Test
    void aContenderThatLookedTooLongAgoIsRefused() throws IOException {
        keepSomething();
        acquire("first").close();
        List<Lease> holder = new ArrayList<>();
        // The contender has seen that the first lease was given back, and makes the second, which is free again.
        clock.interruptNextLook(() -> {
            acquire("second").close();
            holder.add(acquire("third"));
        });
        assertThatThrownBy(() -> acquire("slow"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is being changed by 'third' of ");
        holder.get(0).requireHeld();
        assertThat(leaseFiles()).containsExactly(".lease-000003");
        holder.get(0).close();
    }

    @Test
    void aContenderThatSeesAnOtherMakeTheNextLeaseIsRefused() throws IOException {
        List<Lease> holder = new ArrayList<>();
        clock.interruptNextLook(() -> holder.add(acquire("faster")));
        assertThatThrownBy(() -> acquire("slower")).hasMessageContaining("is being changed by 'faster' of ");
        holder.get(0).requireHeld();
        holder.get(0).close();
    }

    @Test
    void exactlyOneOfManyContendersWinsRoundAfterRound() throws Exception {
        keepSomething();
        int contenders = 6;
        int rounds = 100;
        CyclicBarrier start = new CyclicBarrier(contenders);
        ExecutorService threads = Executors.newFixedThreadPool(contenders);
        try {
            LeaseFiles files = new LeaseFiles(root, hadoop);
            List<Lease> abandoned = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                List<Future<List<Lease>>> attempts = new ArrayList<>();
                for (int k = 0; k < contenders; k++) {
                    attempts.add(threads.submit(() -> {
                        start.await(1, TimeUnit.MINUTES);
                        return attempt();
                    }));
                }
                List<Lease> winners = new ArrayList<>();
                for (Future<List<Lease>> attempt : attempts) {
                    winners.addAll(attempt.get(1, TimeUnit.MINUTES));
                }
                assertThat(winners).as("round %d", round).hasSize(1);
                winners.get(0).requireHeld();
                abandoned.addAll(winners);
                // Nobody hears of the winner any more, and its time is over.
                Instant ended = Instant.now().minusSeconds(1);
                files.replace(round, LeaseClaim.ofThisProcess("dead", ended, ended));
            }
            for (Lease lost : abandoned.subList(0, rounds - 1)) {
                assertThatThrownBy(lost::requireHeld).hasMessageContaining("is lost");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Holders that give the lease back at once race with newcomers that have just looked. */
    @Test
    void neverTwoHoldItAtOnce() throws Exception {
        keepSomething();
        int contenders = 4;
        int[] inside = new int[1];
        int[] turns = new int[1];
        ExecutorService threads = Executors.newFixedThreadPool(contenders);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int k = 0; k < contenders; k++) {
                all.add(threads.submit(() -> {
                    for (int attempt = 0; attempt < 300; attempt++) {
                        for (Lease held : attempt()) {
                            synchronized (inside) {
                                assertThat(++inside[0]).isEqualTo(1);
                                turns[0]++;
                            }
                            held.requireHeld();
                            synchronized (inside) {
                                inside[0]--;
                            }
                            held.close();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(1, TimeUnit.MINUTES);
            }
            assertThat(turns[0]).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Lease> attempt() throws IOException {
        try {
            return List.of(Lease.acquire(root, "contender", MINUTE, hadoop));
        } catch (InvalidInput refused) {
            return List.of();
        }
    }

    private Lease acquire(String purpose) throws IOException {
        return Lease.acquire(root, purpose, MINUTE, clock, hadoop);
    }

    private LeaseClaim firstClaim() throws IOException {
        return new LeaseFiles(root, hadoop).read(1, MINUTE).orElseThrow();
    }

    /** A lease that leaves nothing else behind would remove itself. */
    private void keepSomething() throws IOException {
        Files.createFile(directory.resolve("CURRENT"));
    }

    private List<String> leaseFiles() {
        return List.of(directory.toFile().list((in, name) -> name.startsWith(".lease")));
    }
}
