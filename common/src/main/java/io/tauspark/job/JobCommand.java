package io.tauspark.job;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * What every command shares: {@code --config}, {@code --set}, and the meaning of the exit code: 0 for success, 2 for
 * input or settings that cannot be used (nothing was written), 1 for a failure.
 *
 * @param <C> the command's validated configuration
 */
public abstract class JobCommand<C> implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this and exits")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Option(names = "--config", paramLabel = "FILE", description = "HOCON settings over the packaged defaults")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one setting over the file, repeatable, e.g. --set seed=7")
    private List<String> overrides = new ArrayList<>();

    /** The defaults of this command. */
    protected abstract Config reference();

    /** Makes the configuration record; its broken rules are reported together with unknown keys. */
    protected abstract C configure(Settings settings);

    /** Does the work. */
    protected abstract void perform(C config) throws Exception;

    /** Settings that the command's own options stand for, as {@code key=value}; they win over {@code --set}. */
    protected List<String> shorthands() {
        return List.of();
    }

    @Override
    public final Integer call() throws Exception {
        List<String> settings = new ArrayList<>(overrides);
        settings.addAll(shorthands());
        perform(Settings.read(reference(), file, settings, this::configure));
        return 0;
    }

    /** Parses, runs and reports; never throws. */
    public static int execute(JobCommand<?> command, String[] args) {
        try {
            return new CommandLine(command)
                    .setExecutionExceptionHandler((failure, line, parsed) -> report(failure))
                    .execute(args);
        } catch (Error broken) {
            // A JVM with threads of its own left would never end if main ended by an error.
            broken.printStackTrace();
            return FAILED;
        }
    }

    private static int report(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput) {
                System.err.println(cause.getMessage());
                return REFUSED;
            }
            if (cause instanceof Shortfall) {
                System.err.println(cause.getMessage());
                return FAILED;
            }
        }
        failure.printStackTrace();
        return FAILED;
    }
}
