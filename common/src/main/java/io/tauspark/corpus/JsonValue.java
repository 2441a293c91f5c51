package io.tauspark.corpus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of one field of a JSON object, as far as a document can use it. Numbers stay as they are written; only
 * those of a vector become doubles.
 */
public final class JsonValue {
    static final JsonValue MISSING = new JsonValue("missing", null, null, null, null);
    static final JsonValue OBJECT = new JsonValue(Element.OBJECT.one, null, null, null, null);

    private static final int FIRST_NUMBERS = 512;

    private final String kind;
    private final @Nullable String scalar;
    private final @Nullable List<String> lines;
    private final double @Nullable [] numbers;
    private final @Nullable Rejection rejection;

    private JsonValue(
            String kind,
            @Nullable String scalar,
            @Nullable List<String> lines,
            double @Nullable [] numbers,
            @Nullable Rejection rejection) {
        this.kind = kind;
        this.scalar = scalar;
        this.lines = lines;
        this.numbers = numbers;
        this.rejection = rejection;
    }

    /**
     * Reads the value that the parser has come to, to its end.
     *
     * @param vector whether an array is wanted as numbers, not as lines
     */
    static JsonValue read(JsonParser parser, boolean vector) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return vector ? numbers(parser) : lines(parser);
        }
        Element element = Element.of(parser);
        String scalar = element == Element.STRING || element == Element.NUMBER ? parser.getText() : null;
        parser.skipChildren();
        return new JsonValue(element.one, scalar, null, null, null);
    }

    /** Whether the field is not there, or null. */
    boolean isMissing() {
        return this == MISSING || kind.equals(Element.NULL.one);
    }

    /** The form of the value, such as {@code a list of objects}. */
    String kind() {
        return kind;
    }

    /** A string as it reads, or a number digit by digit as it is written. */
    String scalar() throws RejectedRecord {
        if (scalar == null) {
            throw new RejectedRecord(Rejection.WRONG_TYPE);
        }
        return Utf8.requireWritable(scalar);
    }

    /** A string, or the strings of an array as lines. */
    String text() throws RejectedRecord {
        if (lines == null) {
            if (!kind.equals(Element.STRING.one)) {
                throw new RejectedRecord(Rejection.WRONG_TYPE);
            }
            return scalar();
        }
        requireSound();
        for (String line : lines) {
            Utf8.requireWritable(line);
        }
        return String.join("\n", lines);
    }

    /** The numbers of an array, all finite. */
    double[] vector() throws RejectedRecord {
        if (numbers == null) {
            throw new RejectedRecord(Rejection.WRONG_TYPE);
        }
        requireSound();
        return numbers;
    }

    private void requireSound() throws RejectedRecord {
        if (rejection != null) {
            throw new RejectedRecord(rejection);
        }
    }

    private static JsonValue lines(JsonParser parser) throws IOException {
        List<String> lines = new ArrayList<>();
        ListKind kind = new ListKind();
        Rejection rejection = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Element element = Element.of(parser);
            kind.add(element);
            if (element == Element.STRING) {
                lines.add(parser.getText());
            } else if (rejection == null) {
                rejection = element == Element.NULL ? Rejection.NULL_ELEMENT : Rejection.WRONG_TYPE;
            }
            parser.skipChildren();
        }
        return new JsonValue(kind.toString(), null, lines, null, rejection);
    }

    private static JsonValue numbers(JsonParser parser) throws IOException {
        double[] numbers = new double[FIRST_NUMBERS];
        int count = 0;
        ListKind kind = new ListKind();
        Rejection rejection = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Element element = Element.of(parser);
            kind.add(element);
            if (element == Element.NUMBER || element == Element.NOT_FINITE) {
                // Beyond the longest vector numbers are counted alone.
                if (count < RecordFields.LONGEST_VECTOR) {
                    numbers = count < numbers.length ? numbers : Arrays.copyOf(numbers, 2 * count);
                    numbers[count] = parser.getDoubleValue();
                    if (!Double.isFinite(numbers[count]) && rejection == null) {
                        rejection = Rejection.NOT_FINITE;
                    }
                }
            } else if (rejection == null) {
                rejection = element == Element.NULL ? Rejection.NULL_ELEMENT : Rejection.WRONG_TYPE;
            }
            parser.skipChildren();
            count++;
        }
        if (count == 0 || count > RecordFields.LONGEST_VECTOR) {
            rejection = Rejection.WRONG_LENGTH;
        }
        return new JsonValue(
                kind.toString(), null, null, Arrays.copyOf(numbers, Math.min(count, numbers.length)), rejection);
    }

    /** The forms of JSON, and how messages call them. */
    private enum Element {
        STRING("a string", "strings"),
        NUMBER("a number", "numbers"),
        NOT_FINITE("NaN or an infinity", "numbers"),
        FLAG("true or false", "true or false"),
        NULL("null", "nulls"),
        OBJECT("an object", "objects"),
        ARRAY("a list", "lists");

        private final String one;
        private final String many;

        Element(String one, String many) {
            this.one = one;
            this.many = many;
        }

        static Element of(JsonParser parser) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> STRING;
                case VALUE_NUMBER_INT -> NUMBER;
                case VALUE_NUMBER_FLOAT -> isDigit(parser) ? NUMBER : NOT_FINITE;
                case VALUE_NULL -> NULL;
                case START_OBJECT -> OBJECT;
                case START_ARRAY -> ARRAY;
                default -> FLAG;
            };
        }

        /** A number ends with a digit, and the names of what is none do not. */
        private static boolean isDigit(JsonParser parser) throws IOException {
            char last = parser.getTextCharacters()[parser.getTextOffset() + parser.getTextLength() - 1];
            return last >= '0' && last <= '9';
        }
    }

    /** The kind of a list's elements, from one element to the next. */
    private static final class ListKind {
        private @Nullable String elements;

        void add(Element element) {
            elements = elements == null || elements.equals(element.many) ? element.many : "mixed values";
        }

        @Override
        public String toString() {
            return elements == null ? "an empty list" : "a list of " + elements;
        }
    }
}
