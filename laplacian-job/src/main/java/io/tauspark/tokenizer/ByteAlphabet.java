package io.tauspark.tokenizer;

/**
 * The spelling of bytes in a {@code tokenizer.json}: one visible character for each, so that every byte string is a
 * text. Bytes that are visible characters of Latin-1 stand for themselves, the others for the characters from U+0100 on.
 *
 * <p>Source: GPT-2's encoder, {@code bytes_to_unicode}; ByteLevel of Hugging Face's tokenizers.
 */
final class ByteAlphabet {
    /** Number of bytes. */
    static final int SIZE = 256;

    private static final int BYTE_MASK = 0xFF;
    private static final int FIRST_STAND_IN = 0x100;
    private static final char[] CHARACTERS = characters();

    private ByteAlphabet() {}

    static String spell(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(CHARACTERS[value & BYTE_MASK]);
        }
        return text.toString();
    }

    private static char[] characters() {
        char[] characters = new char[SIZE];
        int standIn = FIRST_STAND_IN;
        for (int value = 0; value < SIZE; value++) {
            characters[value] = (char) (isVisible(value) ? value : standIn++);
        }
        return characters;
    }

    private static boolean isVisible(int value) {
        return (value >= '!' && value <= '~') || (value >= '¡' && value <= '¬') || (value >= '®' && value <= 'ÿ');
    }
}
