package io.tauspark.tokens;

/** How byte-level vocabularies spell bytes: a printable character for each, in GPT-2's order. */
final class ByteLevel {
    static final int BYTES = 256;

    private static final char[] CHARACTERS = new char[BYTES];

    static {
        char next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean printable = (b > ' ' && b <= '~') || (b >= '¡' && b <= 'ÿ' && b != '\u00ad');
            CHARACTERS[b] = printable ? (char) b : next++;
        }
    }

    private ByteLevel() {}

    static String spelled(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(CHARACTERS[b & 0xFF]);
        }
        return text.toString();
    }
}
