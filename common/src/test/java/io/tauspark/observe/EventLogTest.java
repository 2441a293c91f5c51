package io.tauspark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void everyEventOfEveryProcessStays(@TempDir Path directory) throws IOException {
        Path local = directory.resolve("run/events.jsonl");
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(local.toUri());
        try (EventLog log = new EventLog(file, CLOCK, new Configuration())) {
            log.write("start", Map.of());
            log.write("retry", Map.of("attempt", 2));
        }
        try (EventLog log = new EventLog(file, CLOCK, new Configuration())) {
            log.write("resume", Map.of("step", 500));
        }
        assertThat(local).content().isEqualTo("""
                        {"time":"2026-01-01T00:00:00Z","event":"start"}
                        {"time":"2026-01-01T00:00:00Z","event":"retry","attempt":2}
                        {"time":"2026-01-01T00:00:00Z","event":"resume","step":500}
                        """);
    }
}
