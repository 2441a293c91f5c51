package io.tauspark.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.StringJoiner;

/** Reads a document from one line of JSONL. */
final class DocumentLine {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private DocumentLine() {}

    /** @param line not blank */
    static Document parse(String line, CorpusFields fields) throws RejectedLine {
        JsonNode row = json(line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line);
        if (!row.isObject()) {
            throw new RejectedLine(Rejection.NOT_AN_OBJECT);
        }
        if (!row.hasNonNull(fields.text())) {
            throw new RejectedLine(Rejection.MISSING_TEXT);
        }
        String text = text(row.get(fields.text()));
        if (text.isBlank()) {
            throw new RejectedLine(Rejection.EMPTY_TEXT);
        }
        String id = id(row.path(fields.id()));
        return new Document(id.isBlank() ? Fingerprint.hex(text) : id, text);
    }

    private static JsonNode json(String line) throws RejectedLine {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException broken) {
            throw new RejectedLine(Rejection.BROKEN_JSON);
        }
    }

    private static String text(JsonNode value) throws RejectedLine {
        if (!value.isArray()) {
            return string(value);
        }
        StringJoiner lines = new StringJoiner("\n");
        for (JsonNode line : value) {
            lines.add(string(line));
        }
        return lines.toString();
    }

    /** The id, blank if the row has none. */
    private static String id(JsonNode value) throws RejectedLine {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isNumber() ? value.asText() : string(value);
    }

    private static String string(JsonNode value) throws RejectedLine {
        if (!value.isTextual()) {
            throw new RejectedLine(Rejection.WRONG_TYPE);
        }
        return value.textValue();
    }
}
