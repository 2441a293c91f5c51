package io.tauspark.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that lies below a directory, to be compared with what lies there later: names, contents, where links lead. */
final class Tree {
    private Tree() {}

    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                content.put(root.relativize(path).toString(), content(path));
            }
        }
        return content;
    }

    private static String content(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? "directory"
                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    }
}
