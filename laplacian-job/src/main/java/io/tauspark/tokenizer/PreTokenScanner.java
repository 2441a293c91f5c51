package io.tauspark.tokenizer;

/**
 * The matches of a {@link PreTokenizer}'s regular expression in one text, found by one look at the class of each
 * character. Java's own matcher, which asks one range after another, takes several times as long.
 */
final class PreTokenScanner {
    private static final byte NONE = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte MARK = 3;
    private static final byte SPACE = 4;

    /** The classes of all characters of one char; halves of surrogate pairs have none. */
    private static final byte[] CLASSES = classes();

    private final String text;
    private final int digits;

    /** @param digits that stay together at most */
    PreTokenScanner(String text, int digits) {
        this.text = text;
        this.digits = digits;
    }

    /** Whether a char is white space, of which none has more than one char. */
    static boolean isSpace(char value) {
        return CLASSES[value] == SPACE;
    }

    /**
     * The end of the pre-token that begins at a place before the end of the text, or that place where there is half a
     * surrogate pair.
     */
    int end(int start) {
        char first = text.charAt(start);
        if (first == '\'') {
            int ending = ending(start + 1);
            if (ending > start) {
                return ending;
            }
        }
        int body = first == ' ' ? start + 1 : start;
        return switch (kind(body)) {
            case LETTER -> run(body, LETTER, PreTokenizer.LONGEST_RUN);
            case MARK -> lines(run(body, MARK, PreTokenizer.LONGEST_RUN));
            default ->
                switch (kind(start)) {
                    case DIGIT -> run(start, DIGIT, digits);
                    case SPACE -> spaces(start);
                    default -> start;
                };
        };
    }

    /** The end of what is cut off a word after an apostrophe, such as {@code 're}, or -1. */
    private int ending(int at) {
        int length = at >= text.length() ? 0 : endingLength(lower(at), lower(at + 1));
        return length > 0 && kind(at + length) != LETTER ? at + length : -1;
    }

    private static int endingLength(char first, char second) {
        return switch (first) {
            case 's', 'd', 'm', 't' -> 1;
            case 'l' -> second == 'l' ? 2 : 0;
            case 'v', 'r' -> second == 'e' ? 2 : 0;
            default -> 0;
        };
    }

    /** The character in lower case if it is a letter of ASCII. */
    private char lower(int at) {
        char value = at < text.length() ? text.charAt(at) : 0;
        return value >= 'A' && value <= 'Z' ? (char) (value + 'a' - 'A') : value;
    }

    /** White space up to the last end of a line in it, else all but the last one, which may belong to a word. */
    private int spaces(int start) {
        int line = -1;
        int end = start;
        while (end - start <= PreTokenizer.LONGEST_RUN && kind(end) == SPACE) {
            line = isLineEnd(end) ? end + 1 : line;
            end++;
        }
        if (line > 0) {
            return line;
        }
        if (end - start > PreTokenizer.LONGEST_RUN) {
            return start + PreTokenizer.LONGEST_RUN;
        }
        return end == text.length() ? end : Math.max(start + 1, end - 1);
    }

    private int lines(int start) {
        int end = start;
        while (end - start < PreTokenizer.LINES_AFTER_MARKS && end < text.length() && isLineEnd(end)) {
            end++;
        }
        return end;
    }

    private boolean isLineEnd(int at) {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    /** The end of at most so many characters of a class. */
    private int run(int start, byte kind, int most) {
        int end = start;
        for (int count = 0; count < most && kind(end) == kind; count++) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** The class of the character at a place; none at the end of the text. */
    private byte kind(int at) {
        if (at >= text.length()) {
            return NONE;
        }
        int point = text.codePointAt(at);
        if (point < CLASSES.length) {
            return CLASSES[point];
        }
        return PreTokenizer.MARKS.contains(point) ? MARK : LETTER;
    }

    private static byte[] classes() {
        byte[] classes = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];
        fill(classes, PreTokenizer.LETTERS, LETTER);
        fill(classes, PreTokenizer.DIGITS, DIGIT);
        fill(classes, PreTokenizer.MARKS, MARK);
        fill(classes, PreTokenizer.SPACES, SPACE);
        return classes;
    }

    private static void fill(byte[] classes, CharacterClass members, byte kind) {
        for (CharacterClass.Range range : members.ranges()) {
            for (int point = range.first(); point <= range.last() && point < classes.length; point++) {
                classes[point] = kind;
            }
        }
    }
}
