package io.tauspark.run;

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
public final class RunFiles {
    /** The metrics of what was learnt, a line for each step that is logged. */
    public static final String METRICS = "metrics.jsonl";

    /** The events of the training. */
    public static final String EVENTS = "events.jsonl";

    /** The texts that the model wrote as it learnt. */
    public static final String SAMPLES = "samples.jsonl";

    /** The changes of what each worker does. */
    public static final String WORKERS = "workers.jsonl";

    /** The findings in the logs of the whole run. */
    public static final String DIAGNOSIS = "diagnosis.json";

    /** The identity of the training, by which the same command resumes it. */
    public static final String IDENTITY = "run.json";

    /** The page of the run. */
    public static final String REPORT = "report.html";

    /** The directory with the files for TensorBoard. */
    public static final String TENSOR_BOARD = "tensorboard";

    /** The run of MLflow that the training is, where it is one. */
    public static final String MLFLOW = "mlflow.json";

    private static final String UNFINISHED = ".unfinished";

    private static final List<String> MARKS = List.of(METRICS, EVENTS, IDENTITY);

    private final Path run;
    private final Configuration hadoop;
    private final List<String> damages = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private RunFiles(Path run, Configuration hadoop) {
        this.run = run;
        this.hadoop = hadoop;
    }

    /** @throws InvalidInput if the directory holds no run */
    public static RunFiles open(Path run, Configuration hadoop) throws IOException {
        List<String> names = Storage.names(run, hadoop);
        if (MARKS.stream().noneMatch(names::contains)) {
            throw new InvalidInput("'%s' holds no run: it has none of %s; %s"
                    .formatted(
                            run,
                            String.join(", ", MARKS),
                            run.getParent() != null
                                            && !Storage.names(unfinished(run), hadoop)
                                                    .isEmpty()
                                    ? "its unfinished training is '" + unfinished(run) + "'"
                                    : "give the output of a training"));
        }
        return new RunFiles(run, hadoop);
    }

    /** The directory of a run that is not complete, beside the one that takes it over. */
    public static Path unfinished(Path output) {
        return new Path(output.getParent(), output.getName() + UNFINISHED);
    }

    /** The name of a run by its directory, complete or not. */
    public static String name(Path directory) {
        String name = directory.getName();
        return name.endsWith(UNFINISHED) ? name.substring(0, name.length() - UNFINISHED.length()) : name;
    }

    /** A whole file, or null if it is missing or damaged. */
    @Nullable
    public JsonNode json(String name) throws IOException {
        return json(name, JsonNode.class);
    }

    /** The same of a type; a file that is not of it is damaged. */
    public <T> @Nullable T json(String name, Class<T> type) throws IOException {
        return part(name, "", type);
    }

    /**
     * A part of a file of a type, or null if it is not of it.
     *
     * @param key of the part; empty for the whole file
     */
    public <T> @Nullable T part(String name, String key, Class<T> type) throws IOException {
        try {
            JsonNode tree = Json.tree(Storage.readText(new Path(run, name), hadoop), "'" + name + "'");
            if (tree.isObject()) {
                return Json.read(key.isEmpty() ? tree : tree.path(key), type, "'" + name + "'");
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
     * only the line that is no text, or not of the type, is passed over.
     */
    public <T> void lines(String name, Class<T> type, Consumer<T> reader) throws IOException {
        Path file = new Path(run, name);
        long broken = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Storage.of(file, hadoop).open(file), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !read(line, name, type, reader)) {
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

    /** The files and lines that could not be read, one phrase each. */
    public List<String> damages() {
        return List.copyOf(damages);
    }

    /** Files that were asked for and are not there. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    private static <T> boolean read(String line, String name, Class<T> type, Consumer<T> reader) {
        T read;
        try {
            read = Json.read(Storage.text(line.getBytes(StandardCharsets.ISO_8859_1), name), type, name);
        } catch (InvalidInput broken) {
            return false;
        }
        reader.accept(read);
        return true;
    }
}
