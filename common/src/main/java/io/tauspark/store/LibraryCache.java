package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory to which a library unpacks its native code, looked at before the library fails in its own words. */
public final class LibraryCache {
    /** The remedy that gives DJL's engines and tokenizers another directory. */
    public static final String DJL_REMEDY = "set DJL_CACHE_DIR to a directory without this fault, for the driver and,"
            + " as spark.executorEnv.DJL_CACHE_DIR, for executors";

    private LibraryCache() {}

    /**
     * Finds out whether native code can be put into a directory and loaded from there.
     *
     * @param library whose code it is, in the plural or as a name
     * @param directory may be missing; a library makes it
     * @param remedy how another directory is named
     * @throws InvalidInput if it cannot: on a disk mounted noexec, in a directory of somebody else, on a full disk
     */
    public static void require(String library, Path directory, String remedy) {
        Path present = directory.toAbsolutePath();
        while (!Files.exists(present) && present.getParent() != null) {
            present = present.getParent();
        }
        boolean unpacked = present.equals(directory.toAbsolutePath());
        if (unpacked && Files.isDirectory(present) && !Files.isWritable(present)) {
            // An administrator may have unpacked the library for everybody.
            return;
        }
        String fault = fault(present);
        if (!fault.isEmpty()) {
            throw new InvalidInput(
                    "native code of %s belongs in '%s', %s: %s".formatted(library, directory, fault, remedy));
        }
    }

    /** Empty if there is none. */
    private static String fault(Path directory) {
        try {
            Path probe = Files.createTempFile(
                    directory,
                    ".probe",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Files.writeString(probe, "#!/bin/sh\n");
                // Where a disk is mounted noexec the system calls no file executable.
                return Files.isExecutable(probe) ? "" : "which is mounted noexec";
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException | UnsupportedOperationException refused) {
            return "which takes no files (" + refused + ")";
        }
    }
}
