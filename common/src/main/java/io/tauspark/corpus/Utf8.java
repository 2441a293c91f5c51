package io.tauspark.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text and its bytes, neither of which is ever repaired. */
public final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char REPLACEMENT = '\uFFFD';
    /** The last byte of a character never looks so: 10xxxxxx. */
    private static final int CONTINUATION = 0b1000_0000;

    private static final int CONTINUATION_MASK = 0b1100_0000;

    private Utf8() {}

    public static String decode(byte[] bytes, int length) throws RejectedRecord {
        // Far faster than a strict decoder, which then has to tell a replacement character from a replaced one.
        String text = repaired(bytes, length);
        if (text.indexOf(REPLACEMENT) >= 0 && !isValid(bytes, length)) {
            throw new RejectedRecord(Rejection.INVALID_UTF8);
        }
        return text;
    }

    /** The text, with a replacement character for whatever is not UTF-8. */
    public static String repaired(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Editors put the mark at the beginning of files; in the middle it is where files were joined. */
    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** The longest length up to {@code limit} that cuts no character; {@code bytes} go on beyond the limit. */
    public static int whole(byte[] bytes, int limit) {
        int length = limit;
        while (length > 0 && (bytes[length] & CONTINUATION_MASK) == CONTINUATION) {
            length--;
        }
        return length;
    }

    /** Escapes of JSON can make halves of a character, which would be lost when written. */
    static String requireWritable(String text) throws RejectedRecord {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new RejectedRecord(Rejection.INVALID_UTF8);
                }
                i++;
            }
        }
        return text;
    }

    private static boolean isValid(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
