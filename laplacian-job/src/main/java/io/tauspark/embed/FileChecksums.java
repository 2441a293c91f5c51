package io.tauspark.embed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of some files together: of what {@code sha256sum} prints for them in the order of their names. */
final class FileChecksums {
    private FileChecksums() {}

    static String of(byte[] content) {
        return hex(sha256().digest(content));
    }

    /** @param byName checksums of the files, in hexadecimal */
    static String together(SortedMap<String, String> byName) {
        StringBuilder lines = new StringBuilder();
        byName.forEach(
                (name, sha256) -> lines.append(sha256).append("  ").append(name).append('\n'));
        return of(lines.toString().getBytes(StandardCharsets.UTF_8));
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
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest.digest());
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
