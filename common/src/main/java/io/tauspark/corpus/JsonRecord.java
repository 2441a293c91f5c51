package io.tauspark.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tauspark.shards.CorpusFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A JSON object on one line of JSONL. The line is read once, and only what a document needs is kept of it. Of a name
 * that an object has twice the last one counts, as it does to nearly all readers of JSON.
 */
public final class JsonRecord implements RecordFields {
    /**
     * Lines are bounded before they are parsed, and numbers that nobody asked for are never converted, so nothing in a
     * line needs a bound of its own but its depth. Python writes NaN. Without a table of names no line can fill one.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final String line;
    private final JsonField text;
    private final JsonField id;
    private final JsonField embedding;

    private JsonRecord(String line, CorpusFields fields, String embedding) {
        this.line = line;
        this.text = new JsonField(fields.text(), false);
        this.id = new JsonField(fields.id(), false);
        this.embedding = new JsonField(embedding, true);
    }

    /**
     * Reads a line.
     *
     * @param line not blank
     * @param embedding field with the vector, or empty if none is asked for
     */
    public static JsonRecord parse(String line, CorpusFields fields, String embedding) throws RejectedRecord {
        JsonRecord record = new JsonRecord(line, fields, embedding);
        List<JsonField> wanted = new ArrayList<>(List.of(record.text, record.id));
        if (!embedding.isEmpty()) {
            wanted.add(record.embedding);
        }
        try (JsonParser parser = JSON.createParser(line)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            if (object) {
                JsonField.read(parser, wanted);
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new RejectedRecord(Rejection.BROKEN_JSON);
            }
            if (!object) {
                throw new RejectedRecord(Rejection.NOT_AN_OBJECT);
            }
        } catch (IOException broken) {
            throw new RejectedRecord(Rejection.BROKEN_JSON);
        }
        return record;
    }

    /** The names of an object's fields in their order, each once, up to where it breaks; none of what is no object. */
    public static List<String> names(String line) {
        Set<String> names = new LinkedHashSet<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    names.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException broken) {
            return List.copyOf(names);
        }
        return List.copyOf(names);
    }

    @Override
    public String id() throws RejectedRecord {
        return id.value().isMissing() ? "" : id.value().scalar();
    }

    @Override
    public String text() throws RejectedRecord {
        if (text.value().isMissing()) {
            throw new RejectedRecord(Rejection.MISSING_TEXT);
        }
        return RecordFields.requireText(text.value().text());
    }

    @Override
    public double[] vector() throws RejectedRecord {
        if (embedding.value().isMissing()) {
            throw new RejectedRecord(Rejection.MISSING_EMBEDDING);
        }
        return embedding.value().vector();
    }

    @Override
    public String shown() {
        return line;
    }

    /** Says of a record of a wrong type which field is of one, and of which. */
    public String wrongField(CorpusConfig config) {
        boolean texts = config.embedding().isEmpty();
        try {
            if (texts) {
                text();
            } else {
                vector();
            }
        } catch (RejectedRecord wrong) {
            return texts
                    ? mismatch(config.fields().text(), text, "a string or a list of strings")
                    : mismatch(config.embedding(), embedding, "a list of numbers");
        }
        return mismatch(config.fields().id(), id, "a string or a number");
    }

    private static String mismatch(String name, JsonField field, String wanted) {
        return "field '%s' is %s, not %s".formatted(name, field.value().kind(), wanted);
    }
}
