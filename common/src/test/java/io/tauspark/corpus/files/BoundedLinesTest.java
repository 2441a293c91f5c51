package io.tauspark.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    private static final int LIMIT = 10;

    private static List<String> lines(String content) throws IOException {
        List<String> read = new ArrayList<>();
        try (var lines = new BoundedLines(stream(content), LIMIT)) {
            while (lines.advance()) {
                String text = new String(lines.line(), 0, lines.length(), StandardCharsets.UTF_8);
                read.add(lines.isTooLong() ? text + "..." : text);
            }
            assertThat(lines.consumed()).isEqualTo(content.length());
        }
        return read;
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void endWithNewlinesOfBothKindsOrWithTheFile() throws IOException {
        assertThat(lines("one\ntwo\r\n\r\n\nthree")).containsExactly("one", "two", "", "", "three");
        assertThat(lines("one\n")).containsExactly("one");
        assertThat(lines("one\r")).containsExactly("one");
        assertThat(lines("o\rne")).containsExactly("o\rne");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void mayBeAsLongAsTheLimitButNoLonger() throws IOException {
        assertThat(lines("0123456789\n0123456789\r\n0123456789")).containsOnly("0123456789");
        assertThat(lines("0123456789a\nb")).containsExactly("0123456789a...", "b");
        assertThat(lines("0123456789ab\r\nc\n")).containsExactly("0123456789a...", "c");
        assertThat(lines("0123456789\r\r\nc\n")).containsExactly("0123456789\r...", "c");
    }

    /** Three gigabytes, more than an int counts, pass through a buffer of 64 KiB. */
    @Test
    void areCountedButNotKeptBeyondTheLimit() throws IOException {
        long length = 3L << 30;
        InputStream endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                return read++ < length ? 'x' : read == length + 1 ? '\n' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                if (read >= length) {
                    int last = read();
                    into[offset] = (byte) last;
                    return last < 0 ? -1 : 1;
                }
                int some = (int) Math.min(count, length - read);
                java.util.Arrays.fill(into, offset, offset + some, (byte) 'x');
                read += some;
                return some;
            }
        };
        try (var lines = new BoundedLines(endless, LIMIT)) {
            assertThat(lines.advance()).isTrue();
            assertThat(lines.isTooLong()).isTrue();
            assertThat(lines.length()).isEqualTo(LIMIT + 1);
            assertThat(lines.line().length).isLessThan(2_000);
            assertThat(lines.consumed()).isEqualTo(length + 1);
            assertThat(lines.advance()).isFalse();
        }
    }
}
