package io.tauspark.tokenizer;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The cut of texts into pre-tokens, which no token crosses: words with the blank before them, groups of digits, runs of
 * punctuation, white space. A regular expression says it, which the {@code tokenizer.json} has, and which Java and
 * Oniguruma read alike; {@link PreTokenScanner} finds its matches.
 *
 * <p>It has the form of GPT-2's (Radford et al., 2019) and GPT-4's patterns, with character classes of its own:
 * combining marks belong to the letters that they stand on, and so does every character that is no white space, digit,
 * punctuation or symbol of {@link #MARKS}. Endings such as {@code 're} are cut off where no letter follows.
 */
final class PreTokenizer implements Serializable {
    /** The most digits that one pre-token can be asked to have. */
    static final int MOST_DIGITS = 3;

    private static final long serialVersionUID = 1L;

    /** Characters of a run that stay together: longer ones, such as base64, would take memory without bound. */
    static final int LONGEST_RUN = 128;

    /** Ends of lines that stay with the punctuation before them, such as braces of a program. */
    static final int LINES_AFTER_MARKS = 8;

    /** White_Space of Unicode. */
    static final CharacterClass SPACES = CharacterClass.of(
            0x09, 0x0D, 0x20, 0x20, 0x85, 0x85, 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F,
            0x202F, 0x205F, 0x205F, 0x3000, 0x3000);

    /** Decimal digits of scripts in use. */
    static final CharacterClass DIGITS = CharacterClass.of(
            '0', '9', 0x660, 0x669, 0x6F0, 0x6F9, 0x966, 0x96F, 0x9E6, 0x9EF, 0xA66, 0xA6F, 0xAE6, 0xAEF, 0xB66, 0xB6F,
            0xBE6, 0xBEF, 0xC66, 0xC6F, 0xCE6, 0xCEF, 0xD66, 0xD6F, 0xE50, 0xE59, 0xED0, 0xED9, 0xF20, 0xF29, 0x1040,
            0x1049, 0x17E0, 0x17E9, 0x1810, 0x1819, 0xFF10, 0xFF19);

    /**
     * Controls, punctuation and symbols, whole blocks where a block has little else, so that what Unicode adds to one
     * has its place already.
     */
    static final CharacterClass MARKS = CharacterClass.of(
            // ASCII and Latin-1.
            0x00,
            0x08,
            0x0E,
            0x1F,
            0x21,
            0x2F,
            0x3A,
            0x40,
            0x5B,
            0x60,
            0x7B,
            0x84,
            0x86,
            0x9F,
            0xA1,
            0xA9,
            0xAB,
            0xB1,
            0xB4,
            0xB4,
            0xB6,
            0xB8,
            0xBB,
            0xBB,
            0xBF,
            0xBF,
            0xD7,
            0xD7,
            0xF7,
            0xF7,
            // Punctuation of scripts.
            0x37E,
            0x37E,
            0x387,
            0x387,
            0x55A,
            0x55F,
            0x589,
            0x58A,
            0x5BE,
            0x5BE,
            0x5C0,
            0x5C0,
            0x5C3,
            0x5C3,
            0x5F3,
            0x5F4,
            0x60C,
            0x60D,
            0x61B,
            0x61F,
            0x66A,
            0x66D,
            0x6D4,
            0x6D4,
            0x700,
            0x70D,
            0x964,
            0x965,
            0x970,
            0x970,
            0xDF4,
            0xDF4,
            0xE4F,
            0xE4F,
            0xE5A,
            0xE5B,
            0xF04,
            0xF12,
            0x104A,
            0x104F,
            0x10FB,
            0x10FB,
            0x1360,
            0x1368,
            0x17D4,
            0x17D6,
            0x17D8,
            0x17DA,
            0x1800,
            0x180A,
            // General punctuation, without the joiners that belong to words.
            0x200B,
            0x200B,
            0x200E,
            0x200F,
            0x2010,
            0x2027,
            0x202A,
            0x202E,
            0x2030,
            0x205E,
            0x2060,
            0x206F,
            // Currencies, signs such as №, arrows, mathematics, boxes, dingbats.
            0x20A0,
            0x20CF,
            0x2116,
            0x2117,
            0x2120,
            0x2123,
            0x2190,
            0x245F,
            0x2500,
            0x2BFF,
            0x2E00,
            0x2E7F,
            // Chinese, Japanese and full-width punctuation, presentation forms, the byte order mark.
            0x2FF0,
            0x2FFF,
            0x3001,
            0x3004,
            0x3008,
            0x3020,
            0x3030,
            0x3030,
            0x3036,
            0x3037,
            0x303D,
            0x303F,
            0x309B,
            0x309C,
            0x30A0,
            0x30A0,
            0x30FB,
            0x30FB,
            0x4DC0,
            0x4DFF,
            0xFD3E,
            0xFD3F,
            0xFE00,
            0xFE1F,
            0xFE30,
            0xFE6F,
            0xFEFF,
            0xFEFF,
            0xFF01,
            0xFF0F,
            0xFF1A,
            0xFF20,
            0xFF3B,
            0xFF40,
            0xFF5B,
            0xFF65,
            0xFFE0,
            0xFFE6,
            0xFFE8,
            0xFFEE,
            0xFFF9,
            0xFFFD,
            // Musical notes, pictographs, tags of flags.
            0x1D000,
            0x1D2FF,
            0x1F000,
            0x1FBEF,
            0xE0000,
            0xE007F);

    static final CharacterClass LETTERS = CharacterClass.rest(SPACES, DIGITS, MARKS);

    private final int digits;

    /** @param digits of a number that stay together at most, from 1 to {@link #MOST_DIGITS} */
    PreTokenizer(int digits) {
        this.digits = digits;
    }

    /** The regular expression; its matches in a text are the pre-tokens, and leave nothing out. */
    String regex() {
        String letter = LETTERS.regex();
        String space = SPACES.regex();
        return String.join(
                "|",
                "'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE])(?!" + letter + ")",
                " ?" + letter + most(LONGEST_RUN),
                DIGITS.regex() + most(digits),
                " ?" + MARKS.regex() + most(LONGEST_RUN) + "[\\r\\n]{0," + LINES_AFTER_MARKS + "}",
                // White space up to the last end of a line in it, then all but the blank that belongs to a word.
                space + "{0," + LONGEST_RUN + "}[\\r\\n]",
                space + most(LONGEST_RUN) + "(?!" + SPACES.negated() + ")",
                space + most(LONGEST_RUN));
    }

    private static String most(int count) {
        return "{1," + count + "}";
    }

    /**
     * Gives the pre-tokens of a text in their order. A half of a surrogate pair, which has no place in UTF-8, becomes a
     * question mark as it does there.
     */
    void cut(String text, Consumer<String> preTokens) {
        PreTokenScanner scanner = new PreTokenScanner(text, digits);
        int start = 0;
        while (start < text.length()) {
            int end = scanner.end(start);
            if (end == start) {
                byte[] rest = text.substring(start).getBytes(StandardCharsets.UTF_8);
                cut(new String(rest, StandardCharsets.UTF_8), preTokens);
                return;
            }
            preTokens.accept(text.substring(start, end));
            start = end;
        }
    }
}
