package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The names of files on this machine, which a JVM spells in the encoding of the locale it was started in. Without a
 * UTF-8 locale it makes question marks of every character that is not ASCII: files are not found, listings pass over
 * them, and outputs get names that nobody asked for.
 */
public final class LocalNames {
    /** The character that a decoder writes for bytes that it cannot read. */
    private static final char UNREADABLE = '\uFFFD';

    private static final String REMEDY =
            "set LC_ALL=C.UTF-8 in the environment of the driver (bin/tauspark does) and of the executors"
                    + " (spark.executorEnv.LC_ALL)";

    private LocalNames() {}

    /** @throws InvalidInput if this JVM cannot name the path */
    static void require(Path path) {
        require(path.toString(), encoding());
    }

    static void require(String path, String encoding) {
        if (!isUtf8(encoding) && !isAscii(path)) {
            throw new InvalidInput("path '%s' has characters outside of ASCII, but this JVM names files in %s: %s"
                    .formatted(path, encoding, REMEDY));
        }
    }

    /**
     * Refuses arguments that are not what the user typed.
     *
     * @throws InvalidInput if one of them holds characters, or the remains of some, that this JVM was not able to read
     */
    public static void requireArguments(String... arguments) {
        requireArguments(List.of(arguments), encoding());
    }

    static void requireArguments(List<String> arguments, String encoding) {
        for (String argument : arguments) {
            if (isUtf8(encoding)) {
                if (argument.indexOf(UNREADABLE) >= 0) {
                    throw new InvalidInput(
                            "argument '%s' holds bytes that are not UTF-8: give it in UTF-8, or in a file with --config"
                                    .formatted(argument));
                }
            } else if (!isAscii(argument)) {
                throw new InvalidInput(
                        "argument '%s' has characters outside of ASCII, but this JVM reads arguments in %s: %s"
                                .formatted(argument, encoding, REMEDY));
            } else if (argument.contains("??")) {
                // spark-submit hands arguments on through another JVM, which makes a question mark of each byte.
                throw new InvalidInput(("argument '%s' has '??', which is also what becomes of characters outside of"
                                + " ASCII where the JVM reads arguments in %s: %s")
                        .formatted(argument, encoding, REMEDY));
            }
        }
    }

    private static String encoding() {
        return System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name());
    }

    private static boolean isUtf8(String encoding) {
        return encoding.equalsIgnoreCase("UTF-8") || encoding.equalsIgnoreCase("UTF8");
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
