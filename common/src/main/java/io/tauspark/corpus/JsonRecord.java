package io.tauspark.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.StringJoiner;

/** A JSON object on one line of JSONL. */
final class JsonRecord implements RecordFields {
    /** Lines are bounded before they are parsed. Python writes NaN, which is told apart from what is no JSON. */
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String line;
    private final JsonNode row;
    private final CorpusFields fields;
    private final String embedding;

    private JsonRecord(String line, JsonNode row, CorpusFields fields, String embedding) {
        this.line = line;
        this.row = row;
        this.fields = fields;
        this.embedding = embedding;
    }

    /**
     * @param line not blank
     * @param embedding field with the vector, or empty if none is asked for
     */
    static JsonRecord parse(String line, CorpusFields fields, String embedding) throws RejectedRecord {
        JsonNode row = json(line);
        if (!row.isObject()) {
            throw new RejectedRecord(Rejection.NOT_AN_OBJECT);
        }
        return new JsonRecord(line, row, fields, embedding);
    }

    @Override
    public String id() throws RejectedRecord {
        JsonNode value = field(fields.id());
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isNumber() ? value.asText() : string(value);
    }

    @Override
    public String text() throws RejectedRecord {
        JsonNode value = field(fields.text());
        if (value.isMissingNode() || value.isNull()) {
            throw new RejectedRecord(Rejection.MISSING_TEXT);
        }
        if (!value.isArray()) {
            return RecordFields.requireText(string(value));
        }
        StringJoiner lines = new StringJoiner("\n");
        for (JsonNode item : value) {
            lines.add(string(item));
        }
        return RecordFields.requireText(lines.toString());
    }

    @Override
    public double[] vector() throws RejectedRecord {
        JsonNode value = field(embedding);
        if (value.isMissingNode() || value.isNull()) {
            throw new RejectedRecord(Rejection.MISSING_EMBEDDING);
        }
        if (!value.isArray()) {
            throw new RejectedRecord(Rejection.WRONG_TYPE);
        }
        RecordFields.requireLength(value.size());
        double[] vector = new double[value.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = finite(value.get(i));
        }
        return vector;
    }

    @Override
    public String shown() {
        return line;
    }

    private static JsonNode json(String line) throws RejectedRecord {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException broken) {
            throw new RejectedRecord(Rejection.BROKEN_JSON);
        }
    }

    /** A field by its name, or, where there is none, by the path that the dots in the name make. */
    private JsonNode field(String name) {
        JsonNode found = row.path(name);
        if (!found.isMissingNode() || name.indexOf('.') < 0) {
            return found;
        }
        found = row;
        for (String step : name.split("\\.", -1)) {
            found = found.isObject() ? found.path(step) : MissingNode.getInstance();
        }
        return found;
    }

    private static double finite(JsonNode value) throws RejectedRecord {
        requireNotNull(value);
        if (!value.isNumber()) {
            throw new RejectedRecord(Rejection.WRONG_TYPE);
        }
        return RecordFields.finite(value.doubleValue());
    }

    private static String string(JsonNode value) throws RejectedRecord {
        requireNotNull(value);
        if (!value.isTextual()) {
            throw new RejectedRecord(Rejection.WRONG_TYPE);
        }
        return Utf8.requireWritable(value.textValue());
    }

    private static void requireNotNull(JsonNode element) throws RejectedRecord {
        if (element.isNull()) {
            throw new RejectedRecord(Rejection.NULL_ELEMENT);
        }
    }
}
