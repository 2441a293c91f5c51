package io.tauspark.embed;

import io.tauspark.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of some files together: of what {@code sha256sum} prints for them in the order of their names. */
final class FileChecksums {
    private FileChecksums() {}

    /** @param byName checksums of the files, in hexadecimal */
    static String together(SortedMap<String, String> byName) {
        StringBuilder lines = new StringBuilder();
        byName.forEach(
                (name, sha256) -> lines.append(sha256).append("  ").append(name).append('\n'));
        return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** All files under a directory together, by their paths in it. */
    static String under(Path directory) throws IOException {
        SortedMap<String, String> byName = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                byName.put(directory.relativize(file).toString().replace('\\', '/'), of(file));
            }
        }
        return together(byName);
    }

    private static String of(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.hex(digest.digest());
    }
}
