package io.tauspark.job;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.store.LocalNames;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The part that all commands share: {@code --config}, {@code --set}, and the meaning of the exit code: 0 for success, 2
 * for input or settings that cannot be used (nothing was written), 1 for a failure.
 *
 * @param <C> the command's validated configuration
 */
public abstract class JobCommand<C> implements Callable<Integer> {
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

    private final Supplier<Config> defaults;
    private final Function<Settings, C> reader;

    /**
     * Takes what the command reads its configuration with.
     *
     * @param defaults of its settings
     * @param reader makes the configuration record; its broken rules are reported together with unknown keys
     */
    protected JobCommand(Supplier<Config> defaults, Function<Settings, C> reader) {
        this.defaults = defaults;
        this.reader = reader;
    }

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
        perform(Settings.read(defaults.get(), file, settings, reader));
        return ExitCode.SUCCESS;
    }

    /** Parses, runs and reports; never throws. */
    public static int execute(JobCommand<?> command, String[] args) {
        return execute(command, args, System.err);
    }

    private static int execute(JobCommand<?> command, String[] args, PrintStream errors) {
        try {
            LocalNames.requireArguments(args);
            return new CommandLine(command)
                    // Texts may look like anything: a prompt that begins with @ is no file, and one with -- no option.
                    .setExpandAtFiles(false)
                    .setAllowOptionsAsOptionParameters(true)
                    // Nothing that can be typed ends the options.
                    .setEndOfOptionsDelimiter("\0")
                    .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8))
                    .setExecutionExceptionHandler((failure, line, parsed) -> ExitCode.report(failure, errors))
                    .execute(args);
        } catch (InvalidInput | Error failure) {
            // A JVM with threads of its own left would never end if main ended by an error.
            return ExitCode.report(failure, errors);
        }
    }

    /**
     * Runs the command in a JVM of its own, and ends it.
     *
     * <p>A barrier stage in local mode leaves a timer thread that is no daemon (spark-core,
     * {@code BarrierTaskContext}), so the JVM must be told to exit. On a cluster a successful driver returns from
     * {@code main} instead: YARN takes an exit before that for a failure.
     */
    public static void main(JobCommand<?> command, String[] args) {
        CommandProcess.prepare();
        String master = System.getProperty("spark.master", "local");
        if (master.equals("yarn")
                && System.getProperty("spark.submit.deployMode", "").equals("cluster")) {
            inApplicationMaster(command, args);
            return;
        }
        int exit = execute(command, args);
        if (exit != ExitCode.SUCCESS || master.startsWith("local")) {
            System.exit(exit);
        }
    }

    /**
     * Runs the command in YARN's cluster mode, where {@code main} is called in the application master. That one gives YARN
     * the text of what {@code main} throws as the diagnostics of the application; of an exit it only tells that there was
     * one (spark-yarn, {@code ApplicationMaster.startUserApplication}).
     *
     * @throws CommandFailed if the command was refused or failed, with all that it told
     */
    static void inApplicationMaster(JobCommand<?> command, String[] args) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int exit = execute(command, args, new PrintStream(told, true, StandardCharsets.UTF_8));
        String message = told.toString(StandardCharsets.UTF_8);
        System.err.print(message);
        if (exit != ExitCode.SUCCESS) {
            throw new CommandFailed(message.strip());
        }
    }
}
