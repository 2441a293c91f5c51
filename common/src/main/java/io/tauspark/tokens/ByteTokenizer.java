package io.tauspark.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A tokenizer whose tokens are UTF-8 bytes; id 256 separates documents. */
public final class ByteTokenizer implements Tokenizer {
    static final int VOCABULARY = 257;

    private static final int BYTE_MASK = 0xFF;
    private static final int SEPARATOR = 256;

    /** The checksum of the 256 bytes in their order. */
    static String sha256() {
        return VocabularyChecksum.of(SEPARATOR, id -> new byte[] {(byte) id});
    }

    @Override
    public int vocabulary() {
        return VOCABULARY;
    }

    @Override
    public int separator() {
        return SEPARATOR;
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = bytes[i] & BYTE_MASK;
        }
        return ids;
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length);
        for (int id : ids) {
            if (id != SEPARATOR) {
                bytes.write(id);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int[] bytes(String text) {
        int[] ones = new int[text.getBytes(StandardCharsets.UTF_8).length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
