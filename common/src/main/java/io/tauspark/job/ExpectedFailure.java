package io.tauspark.job;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.InvalidInput;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The failures whose message says all there is to say, found wherever they happened. Out of a Spark task one arrives as
 * the cause of a {@code SparkException}, or, from a barrier stage and from an executor whose exception could not be
 * read, as nothing but its name and message in that exception's text.
 */
final class ExpectedFailure {
    /** A message ends where a stack trace, another cause or the text ends. */
    private static final Pattern TOLD = Pattern.compile(
            "(%s): (.*?)(?=\\r?\\n\\s+at |\\r?\\n\\s*Caused by: |\\r?\\n\\s*Driver stacktrace:|\\z)"
                    .formatted(Stream.of(InvalidInput.class, InvalidConfig.class, Shortfall.class)
                            .map(type -> Pattern.quote(type.getName()))
                            .collect(Collectors.joining("|"))),
            Pattern.DOTALL);

    private ExpectedFailure() {}

    /** The outermost one among an exception and its causes, or else the one that their texts tell of. */
    static Optional<RuntimeException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput || cause instanceof Shortfall) {
                return Optional.of((RuntimeException) cause);
            }
        }
        Optional<RuntimeException> told = Optional.empty();
        for (Throwable cause = failure; cause != null && told.isEmpty(); cause = cause.getCause()) {
            told = in(String.valueOf(cause.getMessage()));
        }
        return told;
    }

    /** The first one that a text tells of. */
    static Optional<RuntimeException> in(String text) {
        Matcher told = TOLD.matcher(text);
        if (!told.find()) {
            return Optional.empty();
        }
        String message = told.group(2).strip();
        return Optional.of(
                told.group(1).equals(Shortfall.class.getName()) ? new Shortfall(message) : new InvalidInput(message));
    }

    /** Whether an exception, one of its causes or its text is of this type. */
    static boolean holds(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause) || String.valueOf(cause.getMessage()).contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    /** The message of the cause of this type, in brief where only a text tells of it. */
    static String message(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return String.valueOf(cause.getMessage());
            }
        }
        Matcher told =
                Pattern.compile(Pattern.quote(type.getName()) + ": ([^\\n]*)").matcher(failure.toString());
        return told.find() ? told.group(1).strip() : "in a task";
    }
}
