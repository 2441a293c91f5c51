package io.tauspark.output;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a command may write its output, and looks only. A directory that is there is replaced if that was asked
 * for, if it is an earlier output of the same command and holds nothing else, and if nothing in it is read. An output never
 * lies in what is read, which would read it the next time.
 */
public final class OutputGuard {
    private final OutputKind kind;
    private final Path output;
    private final boolean overwrite;
    private final List<InputPath> inputs;
    private final Configuration hadoop;

    private OutputGuard(OutputKind kind, Path output, boolean overwrite, List<InputPath> inputs, Configuration hadoop) {
        this.kind = kind;
        this.output = output;
        this.overwrite = overwrite;
        this.inputs = List.copyOf(inputs);
        this.hadoop = hadoop;
    }

    /**
     * @param output as it was given; where it is a link to a directory, that directory is the output
     * @param overwrite whether an earlier output may be replaced
     * @param inputs all that the command reads
     * @throws InvalidInput if that is no path, its file system is not there, or it is a link to nothing
     */
    public static OutputGuard of(
            OutputKind kind, String output, boolean overwrite, List<InputPath> inputs, Configuration hadoop)
            throws IOException {
        return new OutputGuard(kind, target(output, hadoop), overwrite, inputs, hadoop);
    }

    /** The directory to make. */
    public Path output() {
        return output;
    }

    public boolean overwrite() {
        return overwrite;
    }

    public OutputKind kind() {
        return kind;
    }

    public Configuration hadoop() {
        return hadoop;
    }

    /** @throws InvalidInput if the output may not be written */
    public void check() throws IOException {
        try {
            look();
        } catch (AccessControlException | AccessDeniedException denied) {
            throw new Unwritable(output, denied);
        }
    }

    private void look() throws IOException {
        List<InputPlace> named = InputPlace.named(inputs, hadoop);
        if (!requirePossible(output, hadoop)) {
            requireOutside(output, named, hadoop);
            return;
        }
        Optional<String> objection = kind.objection(output, hadoop);
        if (objection.isPresent()) {
            throw new InvalidInput("output '%s' exists and %s, so it is not replaced; give another output"
                    .formatted(output, objection.get()));
        }
        requireUnread(output, InputPlace.linked(named));
        requireOutside(output, named, hadoop);
        if (!overwrite) {
            throw new InvalidInput("output '%s' exists; give another output or set overwrite=true".formatted(output));
        }
    }

    /**
     * The same, before anything is read, unless a killed process has left something that is to be put right first.
     *
     * @throws InvalidInput if the output may not be written
     */
    public void checkEarly() throws IOException {
        requirePossible(output, hadoop);
        if (!Publication.hasLeftovers(output, hadoop)) {
            check();
        }
    }

    /**
     * A directory that a command adds to, and replaces nothing of but its own files.
     *
     * @param inputs all that the command reads
     * @throws InvalidInput if it cannot be made, is a file, or lies in what is read
     */
    public static Path shared(String output, List<InputPath> inputs, Configuration hadoop) throws IOException {
        Path directory = Storage.qualified(output, hadoop);
        if (requirePossible(directory, hadoop)
                && !Storage.of(directory, hadoop).getFileStatus(directory).isDirectory()) {
            throw new InvalidInput("output '%s' is a file; give a directory".formatted(directory));
        }
        requireOutside(directory, InputPlace.named(inputs, hadoop), hadoop);
        return directory;
    }

    /**
     * Makes sure that a directory which is about to be removed holds no input.
     *
     * @throws InvalidInput if it does
     */
    public void requireUnread(Path directory) throws IOException {
        if (Storage.of(directory, hadoop).exists(directory)) {
            requireUnread(directory, InputPlace.linked(InputPlace.named(inputs, hadoop)));
        }
    }

    /**
     * Makes sure that a directory is there, or can be made as far as its parents tell.
     *
     * @return whether something is there
     * @throws InvalidInput if it is the root, or something above it is a file
     */
    public static boolean requirePossible(Path output, Configuration hadoop) throws IOException {
        if (output.getParent() == null) {
            throw new InvalidInput(
                    "output '%s' is the root of a file system; give a directory in it".formatted(output));
        }
        FileSystem files = Storage.of(output, hadoop);
        for (Path there = output; there != null; there = there.getParent()) {
            FileStatus status = status(there, files);
            if (status != null) {
                if (!there.equals(output) && !status.isDirectory()) {
                    throw new InvalidInput(
                            "output '%s' cannot be made: '%s' is a file; give another output".formatted(output, there));
                }
                return there.equals(output);
            }
        }
        return false;
    }

    /**
     * An output as it was given, or the directory that it is a link to.
     *
     * @throws InvalidInput if it is no path, its file system is not there, or it is a link to nothing
     */
    public static Path target(String output, Configuration hadoop) throws IOException {
        Path path = Storage.qualified(output, hadoop);
        if (!Storage.isLink(path, hadoop)) {
            return path;
        }
        java.nio.file.Path link = Place.nio(path);
        if (!Files.exists(link)) {
            throw new InvalidInput(
                    "output '%s' is a link to '%s', which is not there; remove the link or give another output"
                            .formatted(path, Files.readSymbolicLink(link)));
        }
        return new Path(path.toUri().getScheme(), null, link.toRealPath().toString());
    }

    private static void requireOutside(Path output, List<InputPlace> named, Configuration hadoop) throws IOException {
        Place place = Place.of(output, hadoop);
        for (InputPlace input : named) {
            if (place.isIn(input.place())) {
                throw new InvalidInput(
                        "output '%s' lies in %s '%s', where it would be read the next time; give an output outside of it"
                                .formatted(
                                        output,
                                        input.input().setting(),
                                        input.input().path()));
            }
        }
    }

    private void requireUnread(Path directory, List<InputPlace> all) throws IOException {
        Place place = Place.of(directory, hadoop);
        for (InputPlace input : all) {
            if (input.place().isIn(place)) {
                throw new InvalidInput("%s '%s' lies in '%s', which would be replaced; give another output"
                        .formatted(input.input().setting(), input.input().path(), directory));
            }
        }
    }

    private static @Nullable FileStatus status(Path path, FileSystem files) throws IOException {
        try {
            return files.getFileStatus(path);
        } catch (FileNotFoundException | ParentNotDirectoryException absent) {
            return null;
        }
    }
}
