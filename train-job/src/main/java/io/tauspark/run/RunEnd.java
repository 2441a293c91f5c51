package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The end of a training: when, why, and with which model. Stands as {@code end} in {@code run.json}.
 *
 * @param step steps done
 * @param reason why it ended
 * @param loss of the validation set after the last step, nats per token
 * @param published the model that the run left
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunEnd(int step, Reason reason, double loss, PublishedModel published) {
    /** The reasons for a training to end. */
    public enum Reason {
        /** All steps are done. */
        STEPS,
        /** The validation loss stood still for as many scorings as {@code stop.patience} says. */
        PATIENCE
    }

    /** Whether the training ended before all steps were done. */
    public boolean isEarly() {
        return reason == Reason.PATIENCE;
    }

    /** Why the training ended, as the end of a sentence about it. */
    public String why() {
        return isEarly()
                ? "after step %s, because the validation loss stood still (stop.patience)".formatted(count(step))
                : "after all %s steps".formatted(count(step));
    }

    /** Which model was published, as the end of a sentence about it: {@code that of step 900, which scored best}. */
    public String model() {
        String last = String.format(Locale.ROOT, "%.4f nats per token", loss);
        return switch (published.rule()) {
            case BEST ->
                published.step() == step
                        ? "that of the last step, %s, which scored best".formatted(count(step))
                        : "that of step %s, which scored best; the last, of step %s, has %s"
                                .formatted(count(published.step()), count(step), last);
            case LAST -> "that of the last step, %s".formatted(count(step));
            case AVERAGE ->
                "the mean of those of steps %s; the last alone has %s"
                        .formatted(
                                published.averaged().stream().map(RunEnd::count).collect(Collectors.joining(", ")),
                                last);
        };
    }

    private static String count(int steps) {
        return String.format(Locale.ROOT, "%,d", steps);
    }
}
