package io.tauspark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
    /** What TensorFlow's own writer begins a file with: length 24, its masked checksum, the wall time, the version. */
    private static final String TENSORFLOW_HEAD = "1800000000000000a37f4b22";

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_500_000_000), ZoneOffset.UTC);

    @TempDir
    private java.nio.file.Path directory = java.nio.file.Path.of("");

    @Test
    void beginsAsTensorFlowDoes() throws IOException {
        open(0).close();
        byte[] file = content();
        assertThat(HexFormat.of().formatHex(file, 0, 12)).isEqualTo(TENSORFLOW_HEAD);
        // Field 1, a double; field 3, a string of 13 bytes.
        assertThat(HexFormat.of().formatHex(file, 12, 36))
                .isEqualTo("09000000c00b5ad6411a0d627261696e2e4576656e743a32");
        assertThat(file).hasSize(40);
    }

    @Test
    void writesAScalarAsTheSchemaSays() throws IOException {
        int head;
        try (TensorBoardLog log = open(0)) {
            head = content().length;
            log.scalars(300, Map.of("loss/train", 1.5));
        }
        byte[] file = content();
        // Wall time; step 300 as a varint; summary { value { tag, simple_value } }.
        String message = "09000000c00b5ad641" + "10ac02" + "2a13" + "0a11" + "0a0a6c6f73732f747261696e" + "150000c03f";
        assertThat(HexFormat.of().formatHex(file, head + 12, file.length - 4)).isEqualTo(message);
    }

    @Test
    void canBeReadWhileItGrows() throws IOException {
        try (TensorBoardLog log = open(0)) {
            long before = content().length;
            log.text(1, "sample", "text");
            assertThat(content().length).isGreaterThan((int) before);
        }
    }

    @Test
    void isCutBackToItsFirstEvents() throws IOException {
        byte[] expected;
        try (TensorBoardLog log = open(0)) {
            log.scalars(10, Map.of("a", 1.0));
            log.text(200, "b", "text");
            expected = content();
            log.scalars(201, Map.of("a", 2.0));
        }
        open(2).close();
        assertThat(content()).isEqualTo(expected);
    }

    @Test
    void losesARecordThatWasCutOffOrDamagedAndNothingBefore() throws IOException {
        byte[] whole;
        try (TensorBoardLog log = open(0)) {
            log.scalars(1, Map.of("a", 1.0));
            whole = content();
            log.scalars(2, Map.of("a", 2.0));
        }
        byte[] longer = content();
        for (int length = whole.length; length < longer.length; length++) {
            replace(Arrays.copyOf(longer, length));
            open(Integer.MAX_VALUE).close();
            assertThat(content()).as("cut off at %d", length).isEqualTo(whole);
        }
        for (int at = whole.length; at < longer.length; at++) {
            byte[] damaged = longer.clone();
            damaged[at] ^= 0x10;
            replace(damaged);
            open(Integer.MAX_VALUE).close();
            assertThat(content()).as("damaged at %d", at).isEqualTo(whole);
        }
    }

    @Test
    void startsAnewWhereNothingIsSound() throws IOException {
        open(0).close();
        byte[] head = content();
        replace(new byte[] {1, 2, 3});
        open(0).close();
        assertThat(content()).isEqualTo(head);
    }

    private TensorBoardLog open(int most) throws IOException {
        return TensorBoardLog.resume(new Path(directory.toUri()), most, CLOCK, new Configuration());
    }

    private byte[] content() throws IOException {
        return Files.readAllBytes(file());
    }

    private void replace(byte[] content) throws IOException {
        Files.write(file(), content);
    }

    private java.nio.file.Path file() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().contains("tfevents"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
