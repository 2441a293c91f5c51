package io.tauspark.compare;

import static java.util.stream.Collectors.toCollection;

import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.compare.halving.Halving;
import io.tauspark.compare.halving.Rung;
import io.tauspark.compare.halving.RungScore;
import io.tauspark.config.InvalidInput;
import io.tauspark.inference.AskedRuns;
import io.tauspark.inference.QuestionConfig;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
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
    private final Optional<AskedRuns> asked;
    private final Function<List<TrialOutcome>, F> findings;
    private final List<TrialOutcome> outcomes;
    private final Optional<Halving> halving;
    private final Forecast forecast;

    /** The settings of a command that trains trials. */
    interface Request {
        /** The directory of the reports and the runs. */
        String output();

        /** Trials at one time. */
        int parallel();

        /** Everything that is to be trained. */
        List<Trial> trials();

        /** How trials are stopped early; nothing where all are trained to the end. */
        default Optional<Halving> halving() {
            return Optional.empty();
        }

        /** How models are chosen; nothing where the last of each run counts. */
        default Optional<Selection> selection() {
            return Optional.empty();
        }

        /** What the model of each run is asked; nothing where its loss is all that counts. */
        default Optional<QuestionConfig> questions() {
            return Optional.empty();
        }
    }

    private TrialRuns(
            SparkSession spark,
            String command,
            Path output,
            Optional<SelectedRuns> selected,
            Optional<AskedRuns> asked,
            Optional<Halving> halving,
            Function<List<TrialOutcome>, F> findings,
            List<TrialOutcome> outcomes) {
        this.spark = spark;
        this.command = command;
        this.output = output;
        this.selected = selected;
        this.asked = asked;
        this.halving = halving;
        this.findings = findings;
        this.outcomes = new ArrayList<>(outcomes);
        this.forecast = new Forecast(tokens(outcomes, halving), System::nanoTime);
    }

    /** Tokens of what is to be trained; with halving, of the share of it that the rungs leave. */
    private static long tokens(List<TrialOutcome> outcomes, Optional<Halving> halving) {
        long all = outcomes.stream()
                .filter(outcome -> outcome.state() == State.WAITING)
                .mapToLong(outcome -> outcome.trial().tokens())
                .sum();
        if (halving.isEmpty() || outcomes.isEmpty()) {
            return all;
        }
        TrainConfig any = outcomes.get(0).trial().train();
        double share = halving.get().steps(outcomes.size(), any) / ((double) outcomes.size() * any.steps());
        return Math.round(all * share);
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
        Optional<AskedRuns> asked = request.questions().map(questions -> new AskedRuns(spark, directory, questions));
        TrialPlan.of(trials, directory, selected, asked, hadoop);
        asked.ifPresent(
                runs -> configs.stream().map(TrainConfig::data).distinct().forEach(runs::requireQuestions));
        try (Lease lease = acquire(directory, command, hadoop)) {
            ReportFiles.of(command, directory).requireReplaceable(hadoop);
            // Again, since another command may have trained some of them while this one waited for it.
            List<TrialOutcome> planned = TrialPlan.of(trials, directory, selected, asked, hadoop);
            TrialRuns<F> runs =
                    new TrialRuns<>(spark, command, directory, selected, asked, request.halving(), findings, planned);
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
            Set<String> standing = points();
            for (Rung rung : rungs()) {
                each(threads, ofPoints(standing), number -> climb(number, rung));
                standing = decide(standing, rung);
                write();
            }
            each(threads, waiting(), this::trial);
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

    private static void each(ExecutorService threads, List<Integer> numbers, IntConsumer work)
            throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (int number : numbers) {
            running.add(threads.submit(() -> work.accept(number)));
        }
        try {
            for (Future<?> trial : running) {
                trial.get();
            }
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("a trial ended without an outcome", unexpected);
        }
    }

    private synchronized List<Integer> waiting() {
        return numbers(outcome -> outcome.state() == State.WAITING);
    }

    private synchronized List<Integer> ofPoints(Set<String> points) {
        return numbers(outcome -> points.contains(outcome.trial().group()));
    }

    private List<Integer> numbers(Predicate<TrialOutcome> chosen) {
        return IntStream.range(0, outcomes.size())
                .filter(number -> chosen.test(outcomes.get(number)))
                .boxed()
                .toList();
    }

    /** The groups of trials that differ in their seed alone, in their order; they go on or stop together. */
    private synchronized Set<String> points() {
        return outcomes.stream().map(outcome -> outcome.trial().group()).collect(toCollection(LinkedHashSet::new));
    }

    /** The rungs, which all trials have in common. */
    private synchronized List<Rung> rungs() {
        return halving.isEmpty() || outcomes.isEmpty()
                ? List.of()
                : halving.get().rungs(outcomes.get(0).trial().train());
    }

    /**
     * Stops the trials of the worse points of a rung. It follows from all scores at the rung alone: neither the number of trials
     * at one time has a part in it nor what an earlier command has trained any further.
     *
     * @return the points that go on
     */
    private synchronized Set<String> decide(Set<String> standing, Rung rung) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (String point : standing) {
            scores.put(point, RungTable.score(outcomes, point, rung).orElse(Double.NaN));
        }
        Set<String> best = halving.orElseThrow().best(scores);
        for (int number : ofPoints(standing)) {
            TrialOutcome outcome = outcomes.get(number);
            if (outcome.state() != State.FAILED
                    && !best.contains(outcome.trial().group())) {
                outcomes.set(number, outcome.stopped(RungTable.stopped(outcome)));
            }
        }
        log(String.format(
                Locale.ROOT,
                "rung %d, step %d: %d of %d go on: %s",
                rung.number(),
                rung.step(),
                best.size(),
                standing.size(),
                String.join("; ", best)));
        return best;
    }

    private void trial(int number) {
        Trial trial = outcome(number).trial();
        long tokens = trial.tokens() - tokens(number);
        attempt(number, tokens, (run, label) -> {
            TrialResult result = result(run, trial, label);
            set(number, outcome(number).with(State.FINISHED, result));
            return String.format(Locale.ROOT, "%.4f bits per byte", result.bitsPerByte());
        });
    }

    /** Trains a trial to a rung, unless it has been there before. */
    private void climb(int number, Rung rung) {
        Trial trial = outcome(number).trial();
        Path run = new Path(output, outcome(number).run());
        long tokens = rung.step() * trial.train().tokensPerStep() - tokens(number);
        Optional<RungScore> known = known(run, rung);
        if (known.isPresent()) {
            set(number, outcome(number).at(known.get()));
            forecast.spare(tokens);
            return;
        }
        attempt(number, tokens, (directory, label) -> {
            TrainJob.runUntil(
                    spark, trial.train().withOutput(directory.toString()), rung.step(), progress(label, rung.step()));
            RungScore score = TrialResult.at(
                            directory, rung, spark.sparkContext().hadoopConfiguration())
                    .orElseThrow(() -> new IOException("its metrics hold no scoring of step " + rung.step()));
            set(number, outcome(number).at(score));
            return String.format(Locale.ROOT, "%.4f bits per byte at step %d", score.bitsPerByte(), rung.step());
        });
    }

    /** The score at a rung that a trial has come to before, finished or not. */
    private Optional<RungScore> known(Path run, Rung rung) {
        try {
            return TrialResult.at(run, rung, spark.sparkContext().hadoopConfiguration());
        } catch (IOException | InvalidInput unreadable) {
            // The training, which needs these lines itself, says what is wrong with them.
            return Optional.empty();
        }
    }

    /** Tokens that a trial has learnt from on the rungs that it has reached. */
    private long tokens(int number) {
        TrialOutcome outcome = outcome(number);
        List<RungScore> rungs = outcome.rungs();
        long steps = rungs.isEmpty() ? 0 : rungs.get(rungs.size() - 1).step();
        return steps * outcome.trial().train().tokensPerStep();
    }

    private static TrainingProgress progress(String label, int steps) {
        return TrainingProgress.amongOthers(label, steps, LINES, System.err, System::nanoTime);
    }

    /** A training, or a part of one; tells in a few words what came of it. */
    private interface Work {
        String run(Path directory, String label) throws Exception;
    }

    /** @param tokens that it learns from */
    private void attempt(int number, long tokens, Work work) {
        TrialOutcome outcome = outcome(number);
        Trial trial = outcome.trial();
        String label = trial.name().length() <= LONGEST_LABEL ? trial.name() : "trial " + (number + 1);
        SparkContext context = spark.sparkContext();
        set(number, outcome.to(State.RUNNING));
        log(String.format(
                Locale.ROOT,
                "trial %d of %d %s: %s",
                number + 1,
                outcomes.size(),
                outcome.rungs().isEmpty() ? "begins" : "goes on",
                trial.name()));
        String description = context.getLocalProperty(DESCRIPTION);
        context.setLocalProperty(DESCRIPTION, command + " " + trial.name());
        try {
            if (context.isStopped()) {
                throw new IllegalStateException("the Spark session was stopped");
            }
            String what = work.run(new Path(output, outcome.run()), label);
            forecast.done(tokens);
            log(String.format(Locale.ROOT, "%s: %s; all done in %s", trial.name(), what, forecast.left()));
        } catch (Exception | Error failed) {
            set(number, outcome(number).failed(reason(failed)));
            forecast.done(tokens);
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

    /** Trains what is not trained, and chooses its model, or asks it. */
    private TrialResult result(Path run, Trial trial, String label) throws IOException, AttemptFailed {
        SparkContext context = spark.sparkContext();
        Configuration hadoop = context.hadoopConfiguration();
        TrainConfig train = trial.train();
        if (!Storage.of(run, hadoop).exists(run)) {
            TrainJob.run(spark, train.withOutput(run.toString()), progress(label, train.steps()));
        }
        TrialResult result = TrialResult.read(run, train, hadoop);
        if (selected.isPresent()) {
            return result.with(selected.get().select(context, train, run));
        }
        return asked.isEmpty() ? result : result.with(asked.get().ask(run, train.data()));
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
