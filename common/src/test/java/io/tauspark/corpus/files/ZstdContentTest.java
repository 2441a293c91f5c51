package io.tauspark.corpus.files;

import static io.tauspark.corpus.files.CompressedTexts.TEXT;
import static io.tauspark.corpus.files.CompressedTexts.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ZstdContentTest {
    private static final long MEBIBYTE = 1 << 20;

    private static byte[] zstd(byte[] content, int windowLog) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new ZstdOutputStream(bytes)) {
            out.setLong(windowLog);
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] content(byte[] stored, long window) throws IOException {
        try (var in = new ZstdContent(new ByteArrayInputStream(stored), window)) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsFramesThatHoldTextAndThoseThatHoldNone() throws IOException {
        byte[] skippable = HexFormat.of().parseHex("5a2a4d18" + "03000000" + "616263");
        byte[] stored = joined(skippable, zstd(TEXT, 20), skippable, zstd(TEXT, 20));
        assertThat(content(stored, MEBIBYTE)).isEqualTo(joined(TEXT, TEXT));
    }

    @Test
    void namesTheWindowThatAFrameNeeds() throws IOException {
        byte[] far = zstd(TEXT, 24);
        assertThat(content(far, 16 * MEBIBYTE)).isEqualTo(TEXT);
        assertThatThrownBy(() -> content(far, 16 * MEBIBYTE - 1))
                .hasMessage("it needs a window of 16MiB, more than zstd-window = 8MiB; set zstd-window=16MiB");
        assertThatThrownBy(() -> content(joined(zstd(TEXT, 20), far), MEBIBYTE))
                .hasMessageContaining(
                        "a part of it needs a larger window than zstd-window = 1MiB; set zstd-window=2GiB");
    }

    /** The headers that {@code zstd --long=31} and {@code zstd --ultra --long=27} write, and some that none writes. */
    @Test
    void knowsTheWindowByTheHeader() {
        assertThat(needed("00a8")).isEqualTo(31);
        assertThat(needed("0088")).isEqualTo(27);
        assertThat(needed("0089")).isEqualTo(28);
        assertThat(needed("00ff")).isEqualTo(42);
        // One segment of 2³¹ + 1 bytes, with a size of eight bytes; one of 1,024.
        assertThat(needed("e0" + "0100008000000000")).isEqualTo(32);
        assertThat(needed("60" + "0003")).isEqualTo(10);
    }

    private static int needed(String header) {
        return ZstdContent.neededLog(Arrays.copyOf(HexFormat.of().parseHex("28b52ffd" + header), 18));
    }

    @Test
    void refusesWhatIsCutOrFollowedByOthers() throws IOException {
        byte[] whole = zstd(TEXT, 20);
        assertThatThrownBy(() -> content(Arrays.copyOf(whole, whole.length - 3), MEBIBYTE))
                .hasMessageContaining("end too early");
        assertThatThrownBy(() -> content(joined(whole, "others".getBytes(StandardCharsets.UTF_8)), MEBIBYTE))
                .hasMessageContaining("behind its compressed data lie others");
    }
}
