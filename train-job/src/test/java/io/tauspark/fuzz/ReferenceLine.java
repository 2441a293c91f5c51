package io.tauspark.fuzz;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line of JSONL is by the letter of RFC 8259, from a reader as plain as can be: the reference that readers of
 * corpora are compared with.
 *
 * @param kind whether it is a document
 * @param id of a document that has one, or empty
 * @param text of a document, or empty
 */
record ReferenceLine(Kind kind, String id, String text) {
    enum Kind {
        BLANK,
        DOCUMENT,
        /** To be rejected, and counted. */
        NO_DOCUMENT,
        /** Where readers may differ: a key that stands twice, numbers for ids, depths and lengths that few allow. */
        EITHER
    }

    private static final int DEPTH = 500;
    private static final int DIGITS = 500;

    /** @param limit bytes of the longest record */
    static ReferenceLine of(byte[] line, int limit) {
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        if (length > limit) {
            return new ReferenceLine(Kind.NO_DOCUMENT, "", "");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException broken) {
            return new ReferenceLine(Kind.NO_DOCUMENT, "", "");
        }
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (text.isBlank()) {
            return new ReferenceLine(Kind.BLANK, "", "");
        }
        try {
            return document(new Parser(text).parsed());
        } catch (Unsure unsure) {
            return new ReferenceLine(Kind.EITHER, "", "");
        } catch (IllegalArgumentException broken) {
            return new ReferenceLine(Kind.NO_DOCUMENT, "", "");
        }
    }

    private static ReferenceLine document(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("no object");
        }
        Object id = object.get("id");
        if (id instanceof Number) {
            throw new Unsure();
        }
        String text = text(object.get("text"));
        if (text.isBlank() || !(id == null || id instanceof String)) {
            throw new IllegalArgumentException("no text or a wrong id");
        }
        return new ReferenceLine(Kind.DOCUMENT, id == null ? "" : whole((String) id), text);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> lines) {
            List<String> texts = new ArrayList<>();
            lines.forEach(line -> texts.add(text(line instanceof List<?> ? null : line)));
            return String.join("\n", texts);
        }
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("no text");
        }
        return whole(text);
    }

    /** Escapes can spell halves of characters, which are no text. */
    private static String whole(String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return text;
        } catch (CharacterCodingException half) {
            throw new IllegalArgumentException(half);
        }
    }

    private static final class Unsure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Recursive descent. */
    private static final class Parser {
        private final String text;
        private int at;
        private boolean unsure;

        Parser(String text) {
            this.text = text;
        }

        @Nullable
        Object parsed() {
            Object value = value(0);
            blanks();
            if (at < text.length()) {
                throw new IllegalArgumentException("more follows");
            }
            if (unsure) {
                throw new Unsure();
            }
            return value;
        }

        private @Nullable Object value(int depth) {
            if (depth > DEPTH) {
                throw new Unsure();
            }
            blanks();
            char next = peek();
            return switch (next) {
                case '{' -> object(depth);
                case '[' -> array(depth);
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", null);
                // Python's NaN and its like, at which readers differ.
                case 'N', 'I', '+' -> throw new Unsure();
                default -> number();
            };
        }

        private Map<String, @Nullable Object> object(int depth) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            at++;
            blanks();
            if (peek() == '}') {
                at++;
                return object;
            }
            while (true) {
                blanks();
                String key = string();
                blanks();
                expect(':');
                unsure |= object.containsKey(key);
                object.put(key, value(depth + 1));
                blanks();
                if (peek() == '}') {
                    at++;
                    return object;
                }
                expect(',');
            }
        }

        private List<@Nullable Object> array(int depth) {
            List<@Nullable Object> array = new ArrayList<>();
            at++;
            blanks();
            if (peek() == ']') {
                at++;
                return array;
            }
            while (true) {
                array.add(value(depth + 1));
                blanks();
                if (peek() == ']') {
                    at++;
                    return array;
                }
                expect(',');
            }
        }

        private String string() {
            expect('"');
            StringBuilder string = new StringBuilder();
            while (peek() != '"') {
                char next = text.charAt(at++);
                if (next < ' ') {
                    throw new IllegalArgumentException("a control character");
                }
                string.append(next == '\\' ? escaped() : next);
            }
            at++;
            return string.toString();
        }

        private char escaped() {
            char kind = peek();
            at++;
            if (kind == 'u') {
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                    throw new IllegalArgumentException("no escape");
                }
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            int known = "\"\\/bfnrt".indexOf(kind);
            if (known < 0) {
                throw new IllegalArgumentException("no escape");
            }
            return "\"\\/\b\f\n\r\t".charAt(known);
        }

        private Number number() {
            int start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String number = text.substring(start, at);
            boolean infinite = number.equals("-") && at < text.length() && text.charAt(at) == 'I';
            if (infinite || number.length() > DIGITS) {
                throw new Unsure();
            }
            if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                throw new IllegalArgumentException("no number");
            }
            return 0;
        }

        private @Nullable Object word(String word, @Nullable Object value) {
            if (!text.startsWith(word, at)) {
                throw new IllegalArgumentException("no value");
            }
            at += word.length();
            return value;
        }

        private void blanks() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() {
            if (at >= text.length()) {
                throw new IllegalArgumentException("ends early");
            }
            return text.charAt(at);
        }

        private void expect(char next) {
            if (peek() != next) {
                throw new IllegalArgumentException("no " + next);
            }
            at++;
        }
    }
}
