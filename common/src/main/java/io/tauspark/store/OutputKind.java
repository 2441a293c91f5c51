package io.tauspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The outputs of one command, known by what they say of their origin and by holding nothing but what the command writes.
 *
 * @param command its name
 * @param marker the file of its {@link Provenance}
 * @param layout the files that it writes
 */
public record OutputKind(String command, String marker, Layout layout) {

    /**
     * The reason why a directory may not be removed: the end of a sentence that begins with what it is.
     *
     * @return empty if it is an output of this command and nothing else
     */
    public Optional<String> objection(Path directory, Configuration hadoop) throws IOException {
        Path file = new Path(directory, marker);
        if (!Storage.of(file, hadoop).getFileStatus(directory).isDirectory()) {
            return Optional.of("is a file");
        }
        Optional<String> maker = maker(file, hadoop);
        if (maker.isEmpty()) {
            return Optional.of("is no earlier output of '%s': it has no %s that says so".formatted(command, marker));
        }
        if (!maker.get().equals(command)) {
            return Optional.of("is an output of '%s', not of '%s'".formatted(maker.get(), command));
        }
        return foreign(directory, hadoop);
    }

    /** The same, of a directory that may lack its marker: it was not complete, or is about to be removed. */
    public Optional<String> foreign(Path directory, Configuration hadoop) throws IOException {
        List<String> foreign = layout.foreign(directory, hadoop);
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of("holds %s, which '%s' did not write"
                        .formatted(
                                foreign.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")),
                                command));
    }

    private static Optional<String> maker(Path file, Configuration hadoop) throws IOException {
        try {
            JsonNode job =
                    Json.tree(Storage.readText(file, hadoop), "'" + file + "'").path("job");
            return job.isTextual() ? Optional.of(job.asText()) : Optional.empty();
        } catch (InvalidInput otherwise) {
            return Optional.empty();
        }
    }
}
