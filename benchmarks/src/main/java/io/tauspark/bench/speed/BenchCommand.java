package io.tauspark.bench.speed;

import io.tauspark.config.InvalidInput;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The exit code of a benchmark: 0 for success, 2 for options that cannot be used, 1 for a failure. */
public final class BenchCommand {
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private BenchCommand() {}

    public static int execute(Callable<Integer> command, String[] args) {
        return new CommandLine(command)
                .setExecutionExceptionHandler((failure, line, parsed) -> report(failure))
                .execute(args);
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
