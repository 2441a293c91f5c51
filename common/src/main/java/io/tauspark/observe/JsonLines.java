package io.tauspark.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The whole lines of a log of JSON objects; a last one without its end, which a killed process may leave, is none. */
public final class JsonLines {
    private JsonLines() {}

    /**
     * Reads a log; none if it is not there.
     *
     * @param type of the lines
     * @throws InvalidInput if a line is no JSON object of the type
     */
    public static <T> List<T> read(Path file, Class<T> type, Configuration hadoop) throws IOException {
        return first(Integer.MAX_VALUE, file, type, hadoop);
    }

    /** The same of the first lines alone. */
    public static <T> List<T> first(int most, Path file, Class<T> type, Configuration hadoop) throws IOException {
        List<T> lines = new ArrayList<>();
        if (!Storage.of(file, hadoop).exists(file)) {
            return lines;
        }
        String text = Storage.readText(file, hadoop);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0 && lines.size() < most; end = text.indexOf('\n', start)) {
            String what = String.format(Locale.ROOT, "line %d of '%s'", lines.size() + 1, file);
            JsonNode line = Json.tree(text.substring(start, end), what);
            if (!line.isObject()) {
                throw new InvalidInput(what + " is no JSON object: " + Excerpt.line(line));
            }
            lines.add(Json.read(line, type, what));
            start = end + 1;
        }
        return lines;
    }
}
