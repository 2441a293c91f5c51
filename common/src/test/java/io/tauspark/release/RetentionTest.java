package io.tauspark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    /** Releases d0 to d5, the first five days old, the last made now. */
    private final List<StoredRelease> releases =
            IntStream.rangeClosed(0, 5).mapToObj(k -> made("d" + k, 5 - k)).toList();

    @Test
    void keepsTheNewest() {
        assertThat(removed(4, 0, Set.of())).containsExactly("d0", "d1");
        assertThat(removed(6, 0, Set.of())).isEmpty();
        assertThat(removed(9, 0, Set.of())).isEmpty();
    }

    @Test
    void countsReleasesOfAClockThatIsAhead() {
        Instant behind = NOW.minus(Duration.ofDays(30));
        List<String> gone = new Retention(4, Duration.ZERO)
                .surplus(releases, Set.of(), behind).stream()
                        .map(StoredRelease::name)
                        .toList();
        assertThat(gone).containsExactly("d0", "d1");
    }

    @Test
    void countsThoseThatStayInAnyCase() {
        assertThat(removed(3, 0, Set.of("d0", "d2"))).containsExactly("d1", "d3", "d4");
        assertThat(removed(2, 0, Set.of("d4", "d5"))).containsExactly("d0", "d1", "d2", "d3");
    }

    @Test
    void removesOnlyWhatIsOldEnough() {
        assertThat(removed(2, 3, Set.of("d5"))).containsExactly("d0", "d1", "d2");
        assertThat(removed(2, 6, Set.of("d5"))).isEmpty();
    }

    @Test
    void refusesToKeepNoWayBack() {
        assertThatThrownBy(() -> new Retention(1, Duration.ofDays(-1)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("keep: value 1")
                .hasMessageContaining("older-than: value -1d");
    }

    private List<String> removed(int keep, int days, Set<String> pinned) {
        return new Retention(keep, Duration.ofDays(days))
                .surplus(releases, pinned, NOW).stream()
                        .map(StoredRelease::name)
                        .toList();
    }

    private static StoredRelease made(String name, int daysAgo) {
        Optional<Instant> created = Optional.of(NOW.minus(Duration.ofDays(daysAgo)));
        return new StoredRelease(name, new Path("/" + name), created, false, Optional.empty());
    }
}
