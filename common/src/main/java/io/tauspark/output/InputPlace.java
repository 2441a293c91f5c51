package io.tauspark.output;

import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The real place of an input. A glob is in as many places as it has matches, a directory also where links in it lead to.
 *
 * @param input as it was given
 * @param place of it, of one of its matches, or of what one of its links leads to
 */
record InputPlace(InputPath input, Place place) {
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    /** The places that the settings name. */
    static List<InputPlace> named(List<InputPath> inputs, Configuration hadoop) throws IOException {
        List<InputPlace> places = new ArrayList<>();
        for (InputPath input : inputs) {
            if (!input.path().isBlank()) {
                for (Path path : matches(Storage.qualified(input.path(), hadoop), hadoop)) {
                    places.add(new InputPlace(input, Place.of(path, hadoop)));
                }
            }
        }
        return places;
    }

    /** Those places, and the ones that links in them lead to. */
    static List<InputPlace> linked(List<InputPlace> named) throws IOException {
        List<InputPlace> all = new ArrayList<>(named);
        for (InputPlace start : named) {
            if (start.place.isLocal()) {
                for (java.nio.file.Path target : targets(start.place.path())) {
                    all.add(new InputPlace(start.input, start.place.at(target)));
                }
            }
        }
        return all;
    }

    private static List<Path> matches(Path path, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(path, hadoop);
        if (!WILDCARD.matcher(path.toString()).find() || files.exists(path)) {
            return List.of(path);
        }
        FileStatus[] found;
        try {
            found = files.globStatus(path);
        } catch (IOException | RuntimeException unmatched) {
            // A name below that Hadoop cannot match. Everything that might match counts then.
            return List.of(fixed(path));
        }
        return found == null
                ? List.of()
                : Stream.of(found).map(FileStatus::getPath).toList();
    }

    /** The last directory above all wildcards. */
    private static Path fixed(Path glob) {
        Path above = glob;
        while (WILDCARD.matcher(above.toString()).find()) {
            Path parent = above.getParent();
            if (parent == null) {
                return above;
            }
            above = parent;
        }
        return above;
    }

    private static Set<java.nio.file.Path> targets(java.nio.file.Path start) throws IOException {
        Set<java.nio.file.Path> targets = new HashSet<>();
        Deque<java.nio.file.Path> left = new ArrayDeque<>(List.of(start));
        while (!left.isEmpty()) {
            java.nio.file.Path directory = left.pop();
            for (java.nio.file.Path link : links(directory)) {
                if (Files.exists(link) && targets.add(link.toRealPath())) {
                    left.push(link.toRealPath());
                }
            }
        }
        return targets;
    }

    /** All links below a directory, as far as it can be read; none of a file. */
    private static List<java.nio.file.Path> links(java.nio.file.Path directory) throws IOException {
        List<java.nio.file.Path> links = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes) {
                if (attributes.isSymbolicLink()) {
                    links.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
        return links;
    }
}
