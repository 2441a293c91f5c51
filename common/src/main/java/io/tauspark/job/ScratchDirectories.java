package io.tauspark.job;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.LibraryCache;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The directories where Spark keeps blocks and unpacks native code, looked at before it does: Spark ends the JVM where
 * it can do neither.
 */
final class ScratchDirectories {
    /**
     * Directory settings of the codecs zstd, which Spark sends the state of tasks with, and snappy, the usual one of
     * Parquet.
     */
    private static final Map<String, String> CODECS =
            Map.of("zstd", "ZstdTempFolder", "snappy", "org.xerial.snappy.tempdir");

    private ScratchDirectories() {}

    /** @throws InvalidInput if this JVM, which is the driver and perhaps an executor, can use none of them */
    static void require(Map<String, String> environment, Map<?, ?> properties) {
        String temporary = text(properties, "java.io.tmpdir", "/tmp");
        // A resource manager that gives its containers directories has looked at them.
        if (!environment.containsKey("CONTAINER_ID") && !environment.containsKey("SPARK_EXECUTOR_DIRS")) {
            String given = environment.get("SPARK_LOCAL_DIRS");
            requireOne(
                    given == null ? text(properties, "spark.local.dir", temporary) : given,
                    given == null ? "spark.local.dir" : "SPARK_LOCAL_DIRS");
        }
        CODECS.forEach((codec, property) -> LibraryCache.require(
                codec,
                Path.of(text(properties, property, temporary)),
                "name another with --driver-java-options -Djava.io.tmpdir=DIRECTORY, or TMPDIR with bin/tauspark"));
    }

    private static void requireOne(String directories, String setting) {
        if (Stream.of(directories.split(",")).noneMatch(each -> takesFiles(new File(each.strip())))) {
            throw new InvalidInput(
                    "none of the directories '%s' can be written to, on a disk that is not full: set %s to one that can"
                            .formatted(directories, setting));
        }
    }

    private static boolean takesFiles(File directory) {
        File present = directory.getAbsoluteFile();
        while (!present.exists() && present.getParentFile() != null) {
            present = present.getParentFile();
        }
        return present.isDirectory() && Files.isWritable(present.toPath()) && present.getUsableSpace() > 0;
    }

    private static String text(Map<?, ?> properties, String key, String fallback) {
        return properties.get(key) instanceof String text ? text : fallback;
    }
}
