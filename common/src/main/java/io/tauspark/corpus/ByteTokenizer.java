package io.tauspark.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Every UTF-8 byte is a token; id 256 separates documents. */
public final class ByteTokenizer implements Tokenizer {
    private static final int BYTES = 256;
    private static final int BYTE_MASK = 0xFF;

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public int vocabulary() {
        return BYTES + 1;
    }

    @Override
    public int separator() {
        return BYTES;
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
            if (id != separator()) {
                bytes.write(id);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int bytes(int id) {
        return id == separator() ? 0 : 1;
    }
}
