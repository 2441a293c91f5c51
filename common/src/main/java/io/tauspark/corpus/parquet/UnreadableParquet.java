package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the refusal of a Parquet file out of whatever Parquet's library throws at it: its exceptions are of many types,
 * often without a message, or with one that is not for users.
 */
final class UnreadableParquet {
    /** The dump that Thrift adds to its messages. */
    private static final Pattern DUMP = Pattern.compile(" Struct: .*", Pattern.DOTALL);

    /** More is for nobody. */
    private static final int LONGEST_REASON = 300;

    private UnreadableParquet() {}

    /** @param reason goes on after the name of the file, as in "is empty" */
    static InvalidInput of(String file, String reason) {
        return new InvalidInput("file '" + file + "' cannot be read as Parquet: it " + reason);
    }

    /** @param part what was being read, such as "column 'text'" */
    static InvalidInput because(String file, String part, Throwable cause) {
        if (cause instanceof InvalidInput refusal) {
            return refusal;
        }
        return new InvalidInput(
                "file '" + file + "' cannot be read as Parquet: " + part + " is damaged or cut off (" + reason(cause)
                        + "); write it again, or leave it out of the input",
                cause);
    }

    /** Row groups, and pages within them, are taken into memory whole, and damaged ones may claim to be of any size. */
    static InvalidInput tooLarge(String file, long row, OutOfMemoryError cause) {
        return new InvalidInput(
                "file '" + file + "' cannot be read as Parquet: its row group at row " + row
                        + " takes more memory than there is; write it with smaller row groups, or give more memory",
                cause);
    }

    /** The message that is nearest to the cause of all; those of the JVM are for nobody. */
    private static String reason(Throwable failed) {
        String reason = "it makes no sense";
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String message = cause instanceof NullPointerException ? null : cause.getMessage();
            if (message != null && !message.isBlank() && !message.equals("null")) {
                reason = message;
            }
        }
        String line = DUMP.matcher(reason).replaceFirst("").strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
}
