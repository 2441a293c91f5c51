package io.tauspark.output;

import io.tauspark.store.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The real place of a path, whatever it is called: links are followed as far as there is something, and schemes, ports and
 * spellings that mean the same are the same.
 *
 * @param system {@code file}, or scheme and host of another file system
 * @param path below its root
 */
record Place(String system, java.nio.file.Path path) {
    private static final String LOCAL = "file";

    /** Schemes of one file system, under the first of its names. */
    private static final Map<String, String> FAMILY =
            Map.of("webhdfs", "hdfs", "swebhdfs", "hdfs", "s3", "s3a", "s3n", "s3a", "wasbs", "wasb", "abfss", "abfs");

    static Place of(Path path, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(path, hadoop);
        Path qualified = files.makeQualified(path);
        if (LOCAL.equals(qualified.toUri().getScheme())) {
            return new Place(LOCAL, real(nio(qualified)));
        }
        Path resolved = resolved(qualified, files);
        return new Place(system(resolved.toUri()), nio(resolved));
    }

    /** The path on this machine, without its scheme. */
    static java.nio.file.Path nio(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    boolean isLocal() {
        return system.equals(LOCAL);
    }

    /** Another place of the same file system. */
    Place at(java.nio.file.Path other) {
        return new Place(system, other);
    }

    /** Whether this place is the other place, or lies in it. */
    boolean isIn(Place outer) {
        if (!system.equals(outer.system)) {
            return false;
        }
        if (path.startsWith(outer.path)) {
            return true;
        }
        if (!isLocal() || !Files.exists(outer.path)) {
            return false;
        }
        // A directory may be mounted twice, or have two spellings on a disk that ignores case.
        for (java.nio.file.Path above = path; above != null; above = above.getParent()) {
            if (isSame(above, outer.path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(java.nio.file.Path one, java.nio.file.Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException missing) {
            return false;
        }
    }

    private static java.nio.file.Path real(java.nio.file.Path path) throws IOException {
        Deque<java.nio.file.Path> missing = new ArrayDeque<>();
        java.nio.file.@Nullable Path there = path.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            java.nio.file.Path name = there.getFileName();
            if (name != null) {
                missing.push(name);
            }
            there = there.getParent();
        }
        java.nio.file.Path real = there == null ? path.toAbsolutePath() : there.toRealPath();
        for (java.nio.file.Path name : missing) {
            real = real.resolve(name);
        }
        return real;
    }

    /** Follows what a file system has instead of links, such as the mounts of viewfs. */
    private static Path resolved(Path qualified, FileSystem files) throws IOException {
        Deque<String> missing = new ArrayDeque<>();
        for (Path there = qualified; there != null; there = there.getParent()) {
            try {
                Path resolved = files.resolvePath(there);
                for (String name : missing) {
                    resolved = new Path(resolved, name);
                }
                return resolved;
            } catch (FileNotFoundException absent) {
                missing.push(there.getName());
            }
        }
        return qualified;
    }

    private static String system(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? String.valueOf(uri.getAuthority()) : uri.getHost();
        return FAMILY.getOrDefault(scheme, scheme) + "://" + host.toLowerCase(Locale.ROOT);
    }
}
