package io.tauspark.train.driver;

import io.tauspark.config.InvalidInput;
import io.tauspark.train.state.CheckpointFailed;
import io.tauspark.train.worker.Diverged;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The failures of a worker that another attempt would only repeat. A barrier stage fails with the text of its task's
 * exception, not with the exception, so they are known by their names in it.
 */
public final class FinalFailure {
    private static final Map<String, BiFunction<String, Throwable, RuntimeException>> KINDS = Map.of(
            InvalidInput.class.getName(), InvalidInput::new,
            CheckpointFailed.class.getName(), TrainingFailed::new,
            Diverged.class.getName(), TrainingFailed::new);

    /** The name and message of a failure, which a stack trace or the end of the text follows. */
    private static final Pattern NAMED = Pattern.compile(
            "(%s): (.*?)(?=\\n\\s+at |\\nCaused by: |\\z)"
                    .formatted(KINDS.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"))),
            Pattern.DOTALL);

    /** By a user, by other code of the session, or because the session ended. */
    private static final Pattern CANCELLED = Pattern.compile("Job \\d+ cancelled.*");

    private FinalFailure() {}

    /** The exception to end with, if the text tells of such a failure. */
    public static Optional<RuntimeException> in(String text, Throwable cause) {
        Matcher named = NAMED.matcher(text);
        if (named.find()) {
            String message = named.group(2).strip();
            return Optional.of(Objects.requireNonNull(KINDS.get(named.group(1))).apply(message, cause));
        }
        Matcher cancelled = CANCELLED.matcher(text);
        return cancelled.find()
                ? Optional.of(new TrainingFailed("the training was cancelled: " + cancelled.group(), cause))
                : Optional.empty();
    }
}
