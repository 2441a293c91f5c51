package io.tauspark.corpus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A field that is wanted of a JSON object: by its name, or, where there is none, by the path that its dots make. */
final class JsonField {
    private final String name;
    private final String[] path;
    private final boolean vector;
    private JsonValue named = JsonValue.MISSING;
    private JsonValue nested = JsonValue.MISSING;

    /** @param vector whether an array is wanted as numbers, not as lines */
    JsonField(String name, boolean vector) {
        this.name = name;
        this.path = name.split("\\.", -1);
        this.vector = vector;
    }

    /** The value that was found. */
    JsonValue value() {
        return named == JsonValue.MISSING ? nested : named;
    }

    /** Reads the object that the parser has entered, to its end. */
    static void read(JsonParser parser, List<JsonField> wanted) throws IOException {
        read(parser, wanted, 0);
    }

    private static void read(JsonParser parser, List<JsonField> wanted, int depth) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            List<JsonField> here = new ArrayList<>(0);
            List<JsonField> below = new ArrayList<>(0);
            for (JsonField field : wanted) {
                if (field.endsAt(name, depth)) {
                    here.add(field);
                } else if (depth < field.path.length && field.path[depth].equals(name)) {
                    // Of an earlier object of this name nothing is left.
                    field.nested = JsonValue.MISSING;
                    below.add(field);
                }
            }
            value(parser, here, below, depth);
        }
    }

    private static void value(JsonParser parser, List<JsonField> here, List<JsonField> below, int depth)
            throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT && !below.isEmpty()) {
            read(parser, below, depth + 1);
            here.forEach(field -> field.put(JsonValue.OBJECT, depth));
            return;
        }
        if (here.isEmpty()) {
            parser.skipChildren();
            return;
        }
        JsonValue value = JsonValue.read(parser, here.stream().anyMatch(field -> field.vector));
        here.forEach(field -> field.put(value, depth));
    }

    private boolean endsAt(String found, int depth) {
        return depth == 0 ? name.equals(found) : depth == path.length - 1 && path[depth].equals(found);
    }

    private void put(JsonValue value, int depth) {
        if (depth == 0) {
            named = value;
        } else {
            nested = value;
        }
    }
}
