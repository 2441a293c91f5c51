package io.tauspark.compare;

import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.config.InvalidInput;
import io.tauspark.observe.TrainingProgress;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputGuard;
import io.tauspark.release.Lease;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.driver.AttemptFailed;
import io.tauspark.train.driver.Slots;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Trains trials side by side in one session, each as a run of its own from a thread of its own, with tasks of its own:
 * Spark schedules their stages beside each other. A trial that fails does not stop the others.
 */
final class TrialRuns<F extends Findings> {
    /** Seldom enough for several trainings to be read in one log. */
    private static final Duration LINES = Duration.ofSeconds(30);

    /** A longer name would leave no room for the facts of a progress line. */
    private static final int LONGEST_LABEL = 30;

    private static final Duration LEASE = Duration.ofSeconds(20);

    /** Longer than a lease, which a killed command leaves behind. */
    private static final Duration PATIENCE = LEASE.plusSeconds(5);

    /** Longest wait for trainings that were told to stop to give back their slots. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private static final String DESCRIPTION = "spark.job.description";

    private final SparkSession spark;
    private final String command;
    private final Path output;
    private final Optional<SelectedRuns> selected;
    private final Function<List<TrialOutcome>, F> findings;
    private final List<TrialOutcome> outcomes;
    private final Forecast forecast;

    /** The settings of a command that trains trials. */
    interface Request {
        /** The directory of the reports and the runs. */
        String output();

        /** Trials at one time. */
        int parallel();

        /** Everything that is to be trained. */
        List<Trial> trials();

        /** How models are chosen; nothing where the last of each run counts. */
        default Optional<Selection> selection() {
            return Optional.empty();
        }
    }

    private TrialRuns(
            SparkSession spark,
            String command,
            Path output,
            Optional<SelectedRuns> selected,
            Function<List<TrialOutcome>, F> findings,
            List<TrialOutcome> outcomes) {
        this.spark = spark;
        this.command = command;
        this.output = output;
        this.selected = selected;
        this.findings = findings;
        this.outcomes = new ArrayList<>(outcomes);
        long tokens = outcomes.stream()
                .filter(outcome -> outcome.state() == State.WAITING)
                .mapToLong(outcome -> outcome.trial().tokens())
                .sum();
        this.forecast = new Forecast(tokens, System::nanoTime);
    }

    /**
     * Trains all trials that are not there yet, and writes the findings whenever there are more.
     *
     * @param command that asks for them, for messages and as the name of its reports
     * @param findings makes them of the outcomes so far
     * @return the findings in the end, failures among them
     * @throws InvalidInput if a trial cannot use its settings or inputs, or the session has too few slots; nothing has
     *     begun then
     */
    static <F extends Findings> F run(
            SparkSession spark, String command, Request request, Function<List<TrialOutcome>, F> findings)
            throws IOException, InterruptedException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        List<Trial> trials = request.trials();
        Path directory = OutputGuard.shared(request.output(), inputs(trials), hadoop);
        ReportFiles.of(command, directory).requireReplaceable(hadoop);
        List<TrainConfig> configs = trials.stream().map(Trial::train).toList();
        Slots.requireTogether(spark.sparkContext(), configs, request.parallel());
        Optional<SelectedRuns> selected =
                request.selection().map(selection -> new SelectedRuns(directory, selection, hadoop));
        TrialPlan.of(trials, directory, selected, hadoop);
        try (Lease lease = acquire(directory, command, hadoop)) {
            ReportFiles.of(command, directory).requireReplaceable(hadoop);
            // Again, since another command may have trained some of them while this one waited for it.
            List<TrialOutcome> planned = TrialPlan.of(trials, directory, selected, hadoop);
            TrialRuns<F> runs = new TrialRuns<>(spark, command, directory, selected, findings, planned);
            runs.train(request.parallel());
            lease.requireHeld();
            return runs.known();
        }
    }

    private static Lease acquire(Path directory, String command, Configuration hadoop) {
        try {
            return Lease.acquire(directory, command, LEASE, PATIENCE, hadoop);
        } catch (IOException | FSError failed) {
            throw new Unwritable(directory, failed);
        }
    }

    private static List<InputPath> inputs(List<Trial> trials) {
        return trials.stream()
                .map(Trial::train)
                .flatMap(train ->
                        Stream.of(new InputPath("data", train.data()), new InputPath("memory", train.memory())))
                .distinct()
                .toList();
    }

    private void train(int parallel) throws IOException, InterruptedException {
        List<Integer> left = IntStream.range(0, outcomes.size())
                .filter(number -> outcomes.get(number).state() == State.WAITING)
                .boxed()
                .toList();
        log(String.format(
                Locale.ROOT,
                "%d trainings, %d of them to be run, %d at a time",
                outcomes.size(),
                left.size(),
                Math.min(parallel, Math.max(1, left.size()))));
        write();
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int number : left) {
                running.add(threads.submit(() -> trial(number)));
            }
            for (Future<?> trial : running) {
                trial.get();
            }
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("a trial ended without an outcome", unexpected);
        } finally {
            threads.shutdownNow();
            if (!threads.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                log(String.format(
                        Locale.ROOT,
                        "trainings that were told to stop have not stopped within %d s",
                        STOP_LIMIT.toSeconds()));
            }
        }
        write();
    }

    private void trial(int number) {
        TrialOutcome outcome = outcome(number);
        Trial trial = outcome.trial();
        String label = trial.name().length() <= LONGEST_LABEL ? trial.name() : "trial " + (number + 1);
        SparkContext context = spark.sparkContext();
        set(number, outcome.to(State.RUNNING));
        log(String.format(Locale.ROOT, "trial %d of %d begins: %s", number + 1, outcomes.size(), trial.name()));
        String description = context.getLocalProperty(DESCRIPTION);
        context.setLocalProperty(DESCRIPTION, command + " " + trial.name());
        try {
            if (context.isStopped()) {
                throw new IllegalStateException("the Spark session was stopped");
            }
            Path run = new Path(output, outcome.run());
            TrialResult result = result(run, trial, label);
            set(number, outcome.with(State.FINISHED, result));
            forecast.done(trial.tokens());
            log(String.format(
                    Locale.ROOT,
                    "%s: %.4f bits per byte; all done in %s",
                    trial.name(),
                    result.bitsPerByte(),
                    forecast.left()));
        } catch (Exception | Error failed) {
            set(number, outcome.failed(reason(failed)));
            forecast.done(trial.tokens());
            log("%s failed: %s".formatted(trial.name(), reason(failed)));
        } finally {
            context.setLocalProperty(DESCRIPTION, description);
        }
        try {
            write();
        } catch (IOException unwritten) {
            // The last report is written once more, and its failure then ends the command.
            log("the report cannot be written: " + unwritten.getMessage());
        }
    }

    /** Trains what is not trained, and chooses its model. */
    private TrialResult result(Path run, Trial trial, String label) throws IOException, AttemptFailed {
        SparkContext context = spark.sparkContext();
        Configuration hadoop = context.hadoopConfiguration();
        TrainConfig train = trial.train();
        if (!Storage.of(run, hadoop).exists(run)) {
            TrainJob.run(
                    spark,
                    train.withOutput(run.toString()),
                    TrainingProgress.amongOthers(label, train.steps(), LINES, System.err, System::nanoTime));
        }
        TrialResult result = TrialResult.read(run, train, hadoop);
        return selected.isEmpty() ? result : result.with(selected.get().select(context, train, run));
    }

    private synchronized TrialOutcome outcome(int number) {
        return outcomes.get(number);
    }

    private synchronized void set(int number, TrialOutcome outcome) {
        outcomes.set(number, outcome);
    }

    private synchronized F known() {
        return findings.apply(List.copyOf(outcomes));
    }

    /** One writer at a time, so that no report is overwritten by an older one. */
    private synchronized void write() throws IOException {
        F known = known();
        ReportFiles.of(command, output)
                .write(known.json(), known.html(), spark.sparkContext().hadoopConfiguration());
    }

    private void log(String text) {
        System.err.println(command + "  " + text);
    }

    private static String reason(Throwable failed) {
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }
}
