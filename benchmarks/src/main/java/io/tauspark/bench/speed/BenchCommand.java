package io.tauspark.bench.speed;

import io.tauspark.config.InvalidInput;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The exit code of a benchmark: 0 for success, 2 for options that cannot be used, 1 for a failure. */
public final class BenchCommand {
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private BenchCommand() {}

    public static int execute(Callable<Integer> command, String[] args) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> report(failure))
                .execute(args);
    }

    /**
     * Refuses a number out of its range.
     *
     * @param option its name
     */
    public static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "%s %d must lie between %d and %d", option, value, least, most));
        }
    }

    private static int report(Exception failure) {
        if (failure instanceof InvalidInput) {
            System.err.println(failure.getMessage());
            return REFUSED;
        }
        failure.printStackTrace();
        return FAILED;
    }
}
