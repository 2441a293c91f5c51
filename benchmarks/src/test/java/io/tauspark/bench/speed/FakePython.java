package io.tauspark.bench.speed;

import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that stand in for a Python. */
final class FakePython {
    private FakePython() {}

    /** One that can import anything, and whatever it is asked to run measures the same. */
    static String measuring(Path directory, Measurement measurement) throws IOException {
        return program(directory, "[ \"$1\" = -c ] || echo '" + Json.line(measurement) + "'");
    }

    static String withoutTorch(Path directory) throws IOException {
        return program(directory, "echo 'ModuleNotFoundError: torch' >&2; exit 1");
    }

    private static String program(Path directory, String script) throws IOException {
        Path file = Files.writeString(directory.resolve("python"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
