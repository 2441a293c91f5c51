package io.tauspark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.release.ReleaseStore;
import io.tauspark.release.ReleaseWriter;
import io.tauspark.release.StoredRelease;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Configuration hadoop = new Configuration();
    private String current = "";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void releases() throws IOException {
        try (ReleaseWriter writer = ReleaseWriter.open(path(), "test", Duration.ofMinutes(1), hadoop)) {
            for (int k = 0; k < 3; k++) {
                current = writer.publish(
                                NOW.plusSeconds(k),
                                release ->
                                        Storage.writeText(new org.apache.hadoop.fs.Path(release, "file"), "x", hadoop))
                        .getName();
                writer.promote(current, "größer");
            }
        }
    }

    @Test
    void aDamagedPointerIsRefusedOrNamesARelease() throws IOException {
        Path file = folder.resolve(ReleaseStore.CURRENT);
        Mutants.of("CURRENT", List.of(Files.readAllBytes(file))).oneIn(4).check(ReleaseStore.CURRENT, mutant -> {
            Files.write(file, mutant.content());
            Optional<org.apache.hadoop.fs.Path> read = new ReleaseStore(path(), hadoop).current();
            assertThat(read.orElseThrow().getName())
                    .isEqualTo(Files.readString(file).strip());
        });
    }

    @Test
    void aDamagedHistoryIsRefusedOrReadAsItSays() throws IOException {
        Path file = folder.resolve("promotions.jsonl");
        Mutants.Tally tally = Mutants.of("promotions.jsonl", List.of(Files.readAllBytes(file)), JsonDamage::damageLine)
                .oneIn(2)
                .check("promotions.jsonl", mutant -> {
                    Files.write(file, mutant.content());
                    ReleaseStore store = new ReleaseStore(path(), hadoop);
                    for (StoredRelease release : store.list()) {
                        assertThat(release.current()).isEqualTo(release.name().equals(current));
                        String said = Files.readString(file);
                        release.promotion()
                                .filter(each -> !each.why().equals("found promoted"))
                                .ifPresent(each -> assertThat(said).contains(Json.line(each.release())));
                    }
                    store.rollbackTarget()
                            .ifPresent(target -> assertThat(target).isNotEqualTo(current));
                });
        tally.requireAccepted();
    }

    private org.apache.hadoop.fs.Path path() {
        return new org.apache.hadoop.fs.Path(folder.toUri());
    }
}
