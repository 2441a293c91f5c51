package io.tauspark.corpus.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text to be compressed, and compressed pieces in one file. */
final class CompressedTexts {
    static final byte[] TEXT = "one\ntwo\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private CompressedTexts() {}

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
