package io.tauspark.corpus.files;

import static io.tauspark.corpus.files.CompressedTexts.TEXT;
import static io.tauspark.corpus.files.CompressedTexts.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DeflateStreamTest {
    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zlib(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] content(byte[] stored, boolean gzip) throws IOException {
        try (var in = new DeflateStream(new ByteArrayInputStream(stored), gzip)) {
            return in.readAllBytes();
        }
    }

    @RepeatedTest(50)
    void givesBackAnyContentInAnyNumberOfMembers(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[][] members = new byte[random.nextInt(5)][];
        for (int member = 0; member < members.length; member++) {
            members[member] = new byte[random.nextInt(3000)];
            random.nextBytes(members[member]);
        }
        int padding = random.nextInt(600);
        byte[] whole = joined(members);
        byte[] gzip = gzip(new byte[0]);
        byte[] zlib = zlib(new byte[0]);
        for (byte[] member : members) {
            gzip = joined(gzip, gzip(member));
            zlib = joined(zlib, zlib(member));
        }
        assertThat(content(joined(gzip, new byte[padding]), true)).isEqualTo(whole);
        assertThat(content(joined(zlib, new byte[padding]), false)).isEqualTo(whole);
    }

    @Test
    void passesOverZerosAfterEveryMember() throws IOException {
        byte[] padded = joined(gzip(TEXT), new byte[1 << 17], gzip(TEXT), new byte[3]);
        assertThat(content(padded, true)).isEqualTo(joined(TEXT, TEXT));
    }

    @Test
    void readsHeadersWithNamesAndComments() throws IOException {
        byte[] plain = gzip(TEXT);
        // Extra field, name, comment and checksum of the header, in this order.
        byte[] header = HexFormat.of().parseHex("1f8b081e0000000000ff" + "0200abcd" + "6e00" + "6300" + "0000");
        assertThat(content(joined(header, Arrays.copyOfRange(plain, 10, plain.length)), true))
                .isEqualTo(TEXT);
    }

    @Test
    void refusesOthersAfterAMember() throws IOException {
        byte[] followed = joined(gzip(TEXT), "rest".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> content(followed, true)).hasMessageContaining("behind its compressed data lie others");
    }

    @Test
    void refusesEveryPartOfAStream() throws IOException {
        byte[] whole = gzip("a text of some length, in which nothing repeats".getBytes(StandardCharsets.UTF_8));
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> content(part, true)).isInstanceOf(IOException.class);
        }
    }

    /** A damage that nobody can see is one of bits that nobody reads. */
    @Test
    void givesNoOtherContentForDamage() throws IOException {
        byte[] content = new byte[300];
        new Random(1).nextBytes(content);
        byte[] whole = gzip(content);
        for (int bit = 0; bit < Byte.SIZE * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            byte[] read;
            try {
                read = content(damaged, true);
            } catch (IOException refused) {
                continue;
            }
            assertThat(read).isEqualTo(content);
        }
        assertThatThrownBy(() -> content(TEXT, true)).hasMessage("it is no gzip file");
    }
}
