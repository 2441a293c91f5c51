package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The files of a run, each of which may be missing or damaged; what is amiss is remembered. */
final class RunFiles {
    private static final List<String> MARKS = List.of("metrics.jsonl", "events.jsonl", "run.json");

    private final Path run;
    private final Configuration hadoop;
    private final List<String> damages = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private RunFiles(Path run, Configuration hadoop) {
        this.run = run;
        this.hadoop = hadoop;
    }

    /** @throws InvalidInput if the directory holds no run */
    static RunFiles open(Path run, Configuration hadoop) throws IOException {
        List<String> names = Storage.names(run, hadoop);
        if (MARKS.stream().noneMatch(names::contains)) {
            Path unfinished = new Path(run.getParent(), run.getName() + ".unfinished");
            throw new InvalidInput("'%s' holds no run: it has none of %s; %s"
                    .formatted(
                            run,
                            String.join(", ", MARKS),
                            run.getParent() != null
                                            && !Storage.names(unfinished, hadoop)
                                                    .isEmpty()
                                    ? "its unfinished training is '" + unfinished + "'"
                                    : "give the output of a training"));
        }
        return new RunFiles(run, hadoop);
    }

    /** A whole file, or null if it is missing or damaged. */
    @Nullable
    JsonNode json(String name) throws IOException {
        try {
            JsonNode tree = Json.tree(Storage.readText(new Path(run, name), hadoop), "'" + name + "'");
            if (tree.isObject()) {
                return tree;
            }
            damages.add(name + " is damaged and was passed over");
            return null;
        } catch (InvalidInput unreadable) {
            if (unreadable.getCause() instanceof FileNotFoundException) {
                missing.add(name);
            } else {
                damages.add(name + " is damaged and was passed over");
            }
            return null;
        }
    }

    /**
     * Hands over the lines of a file one by one, so that it may be larger than memory. They are taken apart as bytes:
     * only the line that is no text is passed over.
     */
    void lines(String name, Consumer<JsonNode> reader) throws IOException {
        Path file = new Path(run, name);
        long broken = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Storage.of(file, hadoop).open(file), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !read(line, name, reader)) {
                    broken++;
                }
            }
        } catch (FileNotFoundException absent) {
            missing.add(name);
        }
        if (broken > 0) {
            damages.add(String.format(Locale.ROOT, "damaged lines of %s were passed over: %d", name, broken));
        }
    }

    /** What could not be read, one phrase each. */
    List<String> damages() {
        return List.copyOf(damages);
    }

    /** Files that were asked for and are not there. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private static boolean read(String line, String name, Consumer<JsonNode> reader) {
        JsonNode tree;
        try {
            tree = Json.tree(Storage.text(line.getBytes(StandardCharsets.ISO_8859_1), name), name);
        } catch (InvalidInput broken) {
            return false;
        }
        if (tree.isObject()) {
            reader.accept(tree);
        }
        return tree.isObject();
    }
}
