package io.tauspark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, not asked to end, while they publish, promote and prune. */
class KilledBuilderTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int KILLS = 5;
    /** What the system says of a process ended by SIGKILL. */
    private static final int KILLED = 128 + 9;

    private static final int WAIT_SECONDS = 30;

    private final Configuration hadoop = new Configuration();
    private final List<Process> started = new ArrayList<>();
    private final Path scratch;
    private final Path memory;
    private final org.apache.hadoop.fs.Path root;

    KilledBuilderTest(@TempDir Path scratch) {
        this.scratch = scratch;
        this.memory = scratch.resolve("memory");
        this.root = new org.apache.hadoop.fs.Path(memory.toUri());
    }

    @AfterEach
    void leaveNoProcess() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void leaveAMemoryThatLoadsAndThatTheNextOneGoesOnWith() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Process builder = start(kill);
            assertThat(Builder.said(builder)).isEqualTo(Builder.HOLDS);
            long moment = 20 + 70L * kill;
            Thread.sleep(moment);
            builder.destroyForcibly();
            assertThat(builder.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(builder.exitValue()).as("killed, not failed").isEqualTo(KILLED);
            // Each may have published and not come to prune.
            assertThat(SmallMemory.loadAll(root, hadoop)).hasSizeLessThanOrEqualTo(Builder.KEPT + 1 + kill);
        }
        assertThat(new ReleaseStore(root, hadoop).current()).isPresent();
        assertThatThrownBy(() -> ReleaseWriter.open(root, "too early", LEASE, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'builder' of")
                .hasMessageContaining("(process %d)", started.get(KILLS - 1).pid());
        Clock later = Clock.offset(Clock.systemUTC(), LEASE.multipliedBy(KILLS + 1));
        ReleaseWriter.open(root, "next", LEASE, later, hadoop).close();
        assertThat(Storage.names(root, hadoop))
                .hasSize(4)
                .contains("CURRENT", "promotions.jsonl", "releases")
                .anyMatch(name -> name.matches("\\.lease-\\d{6}"));
        assertThat(Storage.names(new org.apache.hadoop.fs.Path(root, "releases"), hadoop))
                .isEqualTo(SmallMemory.loadAll(root, hadoop));
    }

    @Test
    void giveTheLeaseBackIfTheyAreAskedToEnd() throws Exception {
        Process builder = start(0);
        assertThat(Builder.said(builder)).isEqualTo(Builder.HOLDS);
        builder.destroy();
        assertThat(builder.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        ReleaseWriter.open(root, "next", LEASE, hadoop).close();
        SmallMemory.loadAll(root, hadoop);
    }

    @Test
    void ofTwoThatStartTogetherExactlyOneGetsTheLease() throws Exception {
        Process one = start(0);
        Process other = start(0);
        assertThat(List.of(Builder.said(one), Builder.said(other)))
                .containsExactlyInAnyOrder(Builder.HOLDS, Builder.REFUSED);
    }

    private Process start(int number) throws Exception {
        Path content = scratch.resolve("content-" + started.size());
        Process builder = Builder.start(memory, content, LEASE.multipliedBy(number));
        started.add(builder);
        return builder;
    }
}
