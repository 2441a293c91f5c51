package io.tauspark.compare;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a comparison that chooses by one half of the validation documents and judges by the other, see {@link
 * io.tauspark.train.data.HeldOut}.
 *
 * @param windows most windows of the selection half that are scored
 * @param testWindows most windows of the test half
 */
public record Selection(int windows, int testWindows) {

    /** Uses of the validation documents. */
    private enum Split {
        /** All of them judge, and nothing is chosen. */
        WHOLE,
        /** One half chooses, the other judges. */
        HALVES
    }

    public Selection {
        new Problems()
                .check(windows >= 1, "windows", windows, "must be at least 1")
                .check(testWindows >= 1, "test-windows", testWindows, "must be at least 1")
                .throwIfAny();
    }

    /** Nothing where all validation documents judge. */
    static Optional<Selection> from(Settings settings) {
        Selection selection = new Selection(settings.integer("windows"), settings.integer("test-windows"));
        boolean halves = settings.choice("split", Split.class) == Split.HALVES;
        new Problems()
                .check(
                        halves || settings.open("grid").isEmpty(),
                        "grid",
                        tried(settings),
                        "needs split = halves: the documents that choose must not be those that judge")
                .throwIfAny();
        return halves ? Optional.of(selection) : Optional.empty();
    }

    private static String tried(Settings settings) {
        return settings.open("grid").entrySet().stream()
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
