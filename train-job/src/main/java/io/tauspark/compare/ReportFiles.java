package io.tauspark.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.page.PageFile;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The report of a command as {@code COMMAND.json} and {@code COMMAND.html}, which replace earlier ones of it and nothing
 * else.
 *
 * @param json for programs
 * @param page for people
 */
record ReportFiles(Path json, Path page) {
    static ReportFiles of(String command, Path directory) {
        return new ReportFiles(
                new Path(directory, "%s.json".formatted(command)), new Path(directory, "%s.html".formatted(command)));
    }

    /** @throws InvalidInput if one of the files is there and was not written by this command */
    void requireReplaceable(Configuration hadoop) throws IOException {
        if (Storage.of(json, hadoop).exists(json) && !isReport(hadoop)) {
            throw new InvalidInput(
                    "'%s' exists and is no earlier report of this command, so it is not replaced; give another output"
                            .formatted(json));
        }
        PageFile.requireReplaceable(page, hadoop);
    }

    void write(String content, String html, Configuration hadoop) throws IOException {
        Storage.replaceText(json, content, hadoop);
        PageFile.write(page, html, hadoop);
    }

    private boolean isReport(Configuration hadoop) throws IOException {
        try {
            JsonNode content = Json.tree(Storage.readText(json, hadoop), "'" + json + "'");
            return content.path("notes").isArray() && content.path("trials").isArray();
        } catch (InvalidInput otherwise) {
            return false;
        }
    }
}
