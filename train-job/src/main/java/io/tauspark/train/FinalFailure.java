package io.tauspark.train;

import io.tauspark.config.InvalidInput;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which failures of a worker another attempt would only repeat. A barrier stage fails with the text of its task's
 * exception, not with the exception, so they are known by their names in it.
 */
final class FinalFailure {
    private static final String INVALID = InvalidInput.class.getName();

    /** What a stack trace or the end of the text follows. */
    private static final Pattern NAMED = Pattern.compile(
            "(%s|io\\.tauspark\\.train\\.CheckpointFailed|io\\.tauspark\\.train\\.Diverged): (.*?)(?=\\n\\s+at |\\nCaused by: |\\z)"
                    .formatted(Pattern.quote(INVALID)),
            Pattern.DOTALL);

    /** By a user, by other code of the session, or because the session ended. */
    private static final Pattern CANCELLED = Pattern.compile("Job \\d+ cancelled.*");

    private FinalFailure() {}

    /** The exception to end with, if the text tells of such a failure. */
    static Optional<RuntimeException> in(String text, Throwable cause) {
        Matcher named = NAMED.matcher(text);
        if (named.find()) {
            String message = named.group(2).strip();
            return Optional.of(
                    named.group(1).equals(INVALID)
                            ? new InvalidInput(message, cause)
                            : new TrainingFailed(message, cause));
        }
        Matcher cancelled = CANCELLED.matcher(text);
        return cancelled.find()
                ? Optional.of(new TrainingFailed("the training was cancelled: " + cancelled.group(), cause))
                : Optional.empty();
    }
}
