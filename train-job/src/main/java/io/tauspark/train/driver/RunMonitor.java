package io.tauspark.train.driver;

import static java.util.Objects.requireNonNull;

import io.tauspark.diagnosis.Alarm;
import io.tauspark.diagnosis.RunAlarms;
import io.tauspark.exchange.ProgressAddress;
import io.tauspark.exchange.ProgressReceiver;
import io.tauspark.observe.JsonLines;
import io.tauspark.observe.JsonLinesLog;
import io.tauspark.observe.TrainingProgress;
import io.tauspark.run.EventLine;
import io.tauspark.run.MetricLine;
import io.tauspark.run.RunEvent;
import io.tauspark.run.RunFiles;
import io.tauspark.run.SampleLine;
import io.tauspark.run.TrainingLine;
import io.tauspark.run.WorkerMessage;
import io.tauspark.run.WorkerState;
import io.tauspark.store.Json;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.worker.UnseenTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The driver's view of a run: takes what the workers say, keeps its logs, tells TensorBoard, MLflow and Spark's
 * metrics system, knows who is alive, and shows progress.
 */
public final class RunMonitor implements AutoCloseable {

    /** A worker's state stands in for lines of the log where these are rarer. */
    private static final Duration LINES_SUFFICE = Duration.ofSeconds(5);

    private final TrainConfig config;
    private final Path run;
    private final Configuration hadoop;
    private final JsonLinesLog events;
    private final WorkerLog workers;
    private final SparkGauges gauges;
    private final MlflowRun mlflow;
    private final RunAlarms alarms;
    /** Whether the run has been warned of them: each attempt finds them again. */
    private final AtomicBoolean unseenTokens;

    private final TrainingProgress progress;
    private final WorkerWatch watch;
    private final ProgressReceiver receiver;
    private final List<WorkerFailure> failures = new CopyOnWriteArrayList<>();
    private final Lock writing = new ReentrantLock();
    private @Nullable LearningLog history;
    private OptionalDouble validation = OptionalDouble.empty();
    private long lineNanos;

    /** Work on the logs. */
    private interface Recording {
        void run() throws IOException;
    }

    public RunMonitor(Path run, TrainConfig config, Configuration hadoop) throws IOException {
        this(
                run,
                config,
                MlflowRun.begin(run, config, Map.of(), hadoop),
                new TrainingProgress("train", config.steps(), System.err),
                hadoop);
    }

    /**
     * @param mlflow gets the lines of the metric log; it stays open
     * @param progress shows how far the training is
     */
    public RunMonitor(Path run, TrainConfig config, MlflowRun mlflow, TrainingProgress progress, Configuration hadoop)
            throws IOException {
        this.config = config;
        this.run = run;
        this.hadoop = hadoop;
        Path eventFile = new Path(run, RunFiles.EVENTS);
        // Read before it is opened: an object store shows no file that is being written.
        List<EventLine> earlier = JsonLines.read(eventFile, EventLine.class, hadoop);
        this.alarms = new RunAlarms(earlier);
        this.unseenTokens = new AtomicBoolean(earlier.stream().anyMatch(line -> line.is(UnseenTokens.EVENT)));
        this.events = new JsonLinesLog(eventFile, hadoop);
        this.workers = new WorkerLog(run, Clock.systemUTC(), hadoop);
        this.gauges = SparkGauges.register(new Path(config.output()).getName());
        this.mlflow = mlflow;
        this.progress = progress;
        this.watch = new WorkerWatch(config, System::nanoTime);
        this.receiver = new ProgressReceiver(this::take, this::answer);
    }

    /** The address that workers connect to. */
    public ProgressAddress address() {
        return receiver.address();
    }

    /** The directory that the run is written to. */
    public Path run() {
        return run;
    }

    /** The watch over the workers. */
    public WorkerWatch watch() {
        return watch;
    }

    /**
     * Begins an attempt: messages of earlier ones no longer count, the metric log is cut back to where the attempt
     * starts.
     *
     * @param lines of the metric log that its checkpoint had seen; 0 without a checkpoint
     */
    public void begin(int attempt, int lines) {
        watch.begin(attempt);
        recording(() -> {
            failures.clear();
            validation = OptionalDouble.empty();
            progress.restart();
            if (history != null) {
                history.close();
            }
            history = LearningLog.resume(run, lines, hadoop);
            alarms.begin(history.kept());
            int kept = history.kept().size();
            if (kept < lines) {
                event(new RunEvent(
                        "damaged",
                        Map.of("file", RunFiles.METRICS, "lines", kept, "expected", lines),
                        String.format(
                                Locale.ROOT,
                                "train  %s has only %d of the %d lines that the checkpoint had seen",
                                RunFiles.METRICS,
                                kept,
                                lines)));
            }
        });
    }

    /** Takes a line of the metric log that the driver itself has to tell. */
    public void line(MetricLine line) {
        recording(() -> take(line));
    }

    /** Takes the text of a {@link SampleLine}. */
    public void sample(String json) {
        recording(() -> requireNonNull(history).sample(Json.read(json, SampleLine.class, "a sample")));
    }

    /** Writes an event into the log and its text, if it has one, on a line of its own. */
    public void event(RunEvent event) {
        if (event.event().equals(UnseenTokens.EVENT) && unseenTokens.getAndSet(true)) {
            return;
        }
        if (!event.text().isEmpty()) {
            progress.report(event.text());
        }
        recording(() -> events.write(EventLine.of(Instant.now(), event)));
    }

    /** Prints a line of its own. */
    public void report(String text) {
        progress.report(text);
    }

    /** The reasons that workers of this attempt give for their end, the first first. */
    public List<WorkerFailure> failures() {
        return List.copyOf(failures);
    }

    /**
     * Checks that what workers say is still being recorded: without that no checkpoint can be written.
     *
     * @throws TrainingFailed if a line could not be written, or storage does not answer
     */
    public void requireRecording() {
        receiver.failure().ifPresent(failure -> {
            throw new TrainingFailed(
                    "the driver cannot record the training in %s: %s".formatted(run(), failure.getMessage()), failure);
        });
        Duration busy = receiver.busy();
        if (busy.compareTo(config.faults().silence()) > 0) {
            throw unanswered(busy);
        }
    }

    /** Whether messages of workers are handled at once, not behind a line that is slow to be written. */
    public boolean isPrompt() {
        return receiver.busy().compareTo(Duration.ofSeconds(1)) < 0;
    }

    /** Ends the display and the logs; every line that was sent before is in them. */
    @Override
    public void close() throws IOException {
        try (gauges;
                events;
                workers;
                progress) {
            receiver.close();
        } finally {
            if (history != null) {
                history.close();
            }
        }
    }

    private void take(String text) {
        WorkerMessage word = WorkerMessage.read(text);
        recording(() -> {
            if (watch.isCurrent(word.attempt())) {
                take(word);
            }
        });
    }

    private void take(WorkerMessage word) throws IOException {
        switch (word.kind()) {
            case STATE -> state(Json.read(word.content(), WorkerState.class, "a worker's state"));
            case LINE -> take(Json.read(word.content(), MetricLine.class, "a worker's line"));
            case SAMPLE ->
                requireNonNull(history).sample(Json.read(word.content(), SampleLine.class, "a worker's sample"));
            case EVENT -> event(Json.read(word.content(), RunEvent.class, "a worker's event"));
            case FAILURE -> failures.add(new WorkerFailure(word.rank(), word.content()));
        }
    }

    /** Writes with no other thread writing; a write that hangs holds up the others, but not for ever. */
    private void recording(Recording work) {
        try {
            if (!writing.tryLock(config.faults().silence().toNanos(), TimeUnit.NANOSECONDS)) {
                throw unanswered(config.faults().silence());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrainingFailed("interrupted while waiting for a line to be written", stopped);
        }
        try {
            work.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            writing.unlock();
        }
    }

    private TrainingFailed unanswered(Duration waited) {
        return new TrainingFailed(String.format(
                Locale.ROOT,
                "the driver has waited %d s for a line to be written in %s: its storage does not answer",
                waited.toSeconds(),
                run()));
    }

    private void answer(String attempt) {
        if (!watch.isCurrent(Integer.parseInt(attempt))) {
            throw new IllegalStateException("it has given up attempt %s of this training".formatted(attempt));
        }
    }

    private void state(WorkerState state) throws IOException {
        watch.received(state);
        workers.received(state);
        progress.workers(watch.doing());
        boolean linesAreRare = System.nanoTime() - lineNanos > LINES_SUFFICE.toNanos();
        // The last step is told by its line alone, lest it be told twice.
        if (state.rank() == 0 && linesAreRare && Double.isFinite(state.loss()) && state.step() < config.steps()) {
            show(state.step(), state.loss(), state.rate(), state.tokensPerSecond());
        }
    }

    private void take(MetricLine line) throws IOException {
        requireNonNull(history).line(line);
        gauges.line(line);
        mlflow.line(line);
        mlflow.failure().ifPresent(this::event);
        if (line instanceof TrainingLine logged) {
            lineNanos = System.nanoTime();
            show(logged.step(), known(logged.loss()), known(logged.rate()), known(logged.tokensPerSecond()));
            alarm(alarms.next(logged));
        } else {
            validation = OptionalDouble.of(known(line.loss()));
        }
    }

    private static double known(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    /** Records what a line raises; only collapses are told on the terminal, those of one line together. */
    private void alarm(List<Alarm> raised) {
        String text = RunAlarms.text(raised);
        if (!text.isEmpty()) {
            progress.report("train  " + text);
        }
        raised.forEach(each -> event(new RunEvent(each.event(), each.facts(), "")));
    }

    private void show(int step, double loss, double rate, double tokensPerSecond) {
        progress.update(new TrainingProgress.State(step, loss, validation, OptionalDouble.of(rate), tokensPerSecond));
    }
}
