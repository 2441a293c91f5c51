package io.tauspark.job;

import io.tauspark.config.InvalidInput;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** The end of a failed command: one message where a user can mend it, and 1 or 2. */
final class ExitCode {
    static final int SUCCESS = 0;
    static final int FAILED = 1;
    /** Input or settings that cannot be used. */
    static final int REFUSED = 2;

    private static final long MEBIBYTE = 1L << 20;

    private ExitCode() {}

    /** Tells of a failure. */
    static int report(Throwable failure, PrintStream errors) {
        Optional<RuntimeException> expected = ExpectedFailure.in(failure);
        if (expected.isPresent()) {
            errors.println(expected.get().getMessage());
            return expected.get() instanceof InvalidInput ? REFUSED : FAILED;
        }
        if (ExpectedFailure.holds(failure, OutOfMemoryError.class)) {
            errors.printf(
                    Locale.ROOT,
                    "the memory of a JVM was used up (%s): this one may use %d MiB; give more with --driver-memory, after"
                            + " --spark of bin/tauspark, as in --spark --driver-memory 8g, and executors on a cluster"
                            + " more with --executor-memory%n",
                    ExpectedFailure.message(failure, OutOfMemoryError.class),
                    Runtime.getRuntime().maxMemory() / MEBIBYTE);
        } else if (ExpectedFailure.holds(failure, StackOverflowError.class)) {
            errors.println(
                    "the stack of a thread was used up, as by input that is nested too deeply; where it has to be"
                            + " so, give a larger one with --driver-java-options -Xss16m");
        } else {
            failure.printStackTrace(errors);
        }
        return FAILED;
    }
}
