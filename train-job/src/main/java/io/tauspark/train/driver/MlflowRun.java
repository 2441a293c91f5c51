package io.tauspark.train.driver;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.observe.JsonLinesLog;
import io.tauspark.run.EventLine;
import io.tauspark.run.MetricLine;
import io.tauspark.run.NamedNumbers;
import io.tauspark.run.RunEvent;
import io.tauspark.run.RunFiles;
import io.tauspark.store.Json;
import io.tauspark.store.Provenance;
import io.tauspark.store.Storage;
import io.tauspark.train.config.MlflowConfig;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * A training as a run of MLflow, if a server is set: its settings, the numbers of each line of {@code metrics.jsonl} while
 * it learns, how it ended, and its page. A thread of its own sends them; the training waits for it at its end alone, and
 * not for long. The training never fails of it: the first failure becomes an event, and after several in a row nothing is
 * sent any more.
 */
public final class MlflowRun implements AutoCloseable {
    /** A server that is restarted is back within the pauses between so many failures, about 2 minutes. */
    private static final int MOST_FAILURES = 8;

    /** Lines that wait to be sent: the largest have a thousand numbers, which makes tens of megabytes. */
    private static final int MOST_LINES = 1000;

    /** Limits of MLflow, by count and by characters. */
    private static final int PARAMS_OF_A_BATCH = 100;

    private static final int METRICS_OF_A_BATCH = 1000;
    private static final int LONGEST_PARAM = 6000;

    /** Nobody wonders at a wait this short. */
    private static final Duration UNSEEN = Duration.ofSeconds(1);

    /** Before Spark's hook, which ends the training as if it had failed. */
    private static final int BEFORE_SPARK_STOPS = FileSystem.SHUTDOWN_HOOK_PRIORITY + 50;

    private static final List<String> ARTEFACTS = List.of(RunFiles.REPORT, RunFiles.IDENTITY, RunFiles.DIAGNOSIS);

    private final Path run;
    private final TrainConfig config;
    private final Map<String, JsonNode> settings;
    private final Patience patience;
    private final Configuration hadoop;
    /** Null where none is told. */
    private final @Nullable MlflowServer server;

    /** Lines that come after its end are of no use any more. */
    private final ExecutorService thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), MlflowRun::daemon, new DiscardPolicy());

    private final Semaphore room = new Semaphore(MOST_LINES);
    private final Runnable atExit = this::stop;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicReference<@Nullable RunEvent> failure = new AtomicReference<>();
    private volatile boolean givenUp;

    // Of the thread alone.
    private String id = "";
    private boolean resumed;
    private int failuresInARow;

    /** How a training ended, in MLflow's words. */
    public enum Status {
        FINISHED,
        FAILED,
        /** It was stopped, and can be resumed. */
        KILLED
    }

    /**
     * The time that the server is given.
     *
     * @param answer longest wait for one
     * @param pause after the first failure; it doubles with each in a row
     * @param end longest wait for the thread when the training has ended
     */
    record Patience(Duration answer, Duration pause, Duration end) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** What {@code mlflow.json} keeps, so that a resumed training is the same run. */
    private record Known(String uri, String experiment, String run) {}

    /** Something to tell the server, and again if it fails. */
    private interface Message {
        void send(MlflowServer server) throws IOException, InterruptedException;
    }

    MlflowRun(
            Path run,
            TrainConfig config,
            Map<String, JsonNode> settings,
            Map<String, String> environment,
            Patience patience,
            Configuration hadoop) {
        this.run = run;
        this.config = config;
        this.settings = new TreeMap<>(settings);
        this.patience = patience;
        this.hadoop = hadoop;
        this.server = config.mlflow().uri().isEmpty()
                ? null
                : new MlflowServer(config.mlflow().uri(), environment, patience.answer());
    }

    /**
     * Begins a run, or resumes it where the directory knows of one. Where no server is set, this and all else does
     * nothing.
     *
     * @param run its directory
     * @param settings that the result depends on, by name
     */
    public static MlflowRun begin(Path run, TrainConfig config, Map<String, JsonNode> settings, Configuration hadoop) {
        return new MlflowRun(run, config, settings, System.getenv(), Patience.USUAL, hadoop).begin();
    }

    MlflowRun begin() {
        if (server != null) {
            ShutdownHookManager.get().addShutdownHook(atExit, BEFORE_SPARK_STOPS);
            send(this::open);
            send(this::describe);
        }
        return this;
    }

    /** Takes a line of {@code metrics.jsonl}. */
    void line(MetricLine line) {
        if (server == null || givenUp) {
            return;
        }
        if (!room.tryAcquire()) {
            failed(new IOException(
                    "it is slower than the training: numbers of step " + line.step() + " were not sent"));
            return;
        }
        long now = System.currentTimeMillis();
        send(to -> numbers(to, line, now));
        thread.execute(room::release);
    }

    /** The event of the first failure, once. */
    Optional<RunEvent> failure() {
        return Optional.ofNullable(failure.getAndSet(null));
    }

    /** Ends the run, unless it has ended. Files of the run are sent if it finished. */
    public synchronized void end(Status status) {
        if (server == null || thread.isShutdown()) {
            return;
        }
        ending.countDown();
        send(to -> to.status(id, status.name(), true));
        if (status == Status.FINISHED) {
            ARTEFACTS.forEach(name -> send(to -> artefact(to, name)));
        }
        thread.shutdown();
        await();
        // Otherwise the run's own log may be open still.
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(atExit);
            failure().ifPresent(this::record);
        }
    }

    /** Ends the run as a failure, unless it has ended. */
    @Override
    public void close() {
        end(Status.FAILED);
    }

    private void stop() {
        end(Status.KILLED);
    }

    private void open(MlflowServer to) throws IOException, InterruptedException {
        Path file = new Path(run, RunFiles.MLFLOW);
        MlflowConfig place = config.mlflow();
        if (Storage.of(file, hadoop).exists(file)) {
            Known known = Json.read(Storage.readText(file, hadoop), Known.class, "'" + file + "'");
            if (known.uri().equals(place.uri()) && known.experiment().equals(place.experiment())) {
                to.status(known.run(), "RUNNING", false);
                id = known.run();
                resumed = true;
                return;
            }
        }
        if (id.isEmpty()) {
            Path output = Storage.qualified(config.output(), hadoop);
            List<MlflowServer.Named> tags = List.of(
                    new MlflowServer.Named("tauspark.revision", Provenance.builtFrom()),
                    new MlflowServer.Named("tauspark.output", output.toString()));
            id = to.createRun(to.experiment(place.experiment()), output.getName(), tags);
        }
        Storage.replaceText(file, Json.pretty(new Known(place.uri(), place.experiment(), id)), hadoop);
    }

    /** The settings cannot be set again: a run that is resumed has them. */
    private void describe(MlflowServer to) throws IOException, InterruptedException {
        if (resumed) {
            return;
        }
        List<MlflowServer.Named> params = new ArrayList<>();
        settings.forEach((name, value) -> params.add(new MlflowServer.Named(name, shortened(value))));
        for (int from = 0; from < params.size(); from += PARAMS_OF_A_BATCH) {
            to.params(id, params.subList(from, Math.min(from + PARAMS_OF_A_BATCH, params.size())));
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= LONGEST_PARAM ? text : text.substring(0, LONGEST_PARAM - 1) + "…";
    }

    private void numbers(MlflowServer to, MetricLine line, long time) throws IOException, InterruptedException {
        List<MlflowServer.Metric> metrics = new ArrayList<>();
        NamedNumbers.of(line)
                .forEach((name, value) -> metrics.add(new MlflowServer.Metric(name, value, time, line.step())));
        for (int from = 0; from < metrics.size(); from += METRICS_OF_A_BATCH) {
            to.metrics(id, metrics.subList(from, Math.min(from + METRICS_OF_A_BATCH, metrics.size())));
        }
    }

    private void artefact(MlflowServer to, String name) throws IOException, InterruptedException {
        Path file = new Path(run, name);
        if (Storage.of(file, hadoop).exists(file)) {
            to.artefact(id, name, Storage.read(file, hadoop));
        }
    }

    private void send(Message message) {
        thread.execute(() -> persist(message));
    }

    /** Sends a message until it arrives or all is given up, which a failure at the end of the training is enough for. */
    private void persist(Message message) {
        while (!givenUp) {
            try {
                if (failuresInARow > 0) {
                    Duration pause = patience.pause().multipliedBy(1L << (failuresInARow - 1));
                    // The end of the training cuts it short.
                    boolean ignored = ending.await(pause.toNanos(), TimeUnit.NANOSECONDS);
                }
                message.send(requireNonNull(server));
                failuresInARow = 0;
                return;
            } catch (InterruptedException late) {
                givenUp = true;
            } catch (IOException | RuntimeException refused) {
                failed(refused);
                failuresInARow++;
                givenUp = failuresInARow == MOST_FAILURES || ending.getCount() == 0;
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread daemon = new Thread(work, "mlflow");
        daemon.setDaemon(true);
        return daemon;
    }

    private void failed(Exception cause) {
        if (!failed.getAndSet(true)) {
            String reason = Excerpt.reason(cause);
            failure.set(new RunEvent(
                    "mlflow_failed",
                    Map.of("uri", config.mlflow().uri(), "cause", reason),
                    String.format(
                            Locale.ROOT,
                            "train  MLflow at %s: %s; the training does not depend on it",
                            config.mlflow().uri(),
                            reason)));
        }
    }

    private void await() {
        try {
            if (thread.awaitTermination(UNSEEN.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            System.err.printf(
                    Locale.ROOT,
                    "train  waiting for MLflow at %s to take the rest of the run, at most %d s%n",
                    config.mlflow().uri(),
                    patience.end().toSeconds());
            if (!thread.awaitTermination(patience.end().toNanos(), TimeUnit.NANOSECONDS)) {
                thread.shutdownNow();
                failed(new IOException(String.format(
                        Locale.ROOT,
                        "it had not taken all %d s after the end of the training",
                        patience.end().toSeconds())));
            }
        } catch (InterruptedException stopped) {
            // What is left is sent while the caller stops: each message once.
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the failure where the run's own log is closed. */
    private void record(RunEvent event) {
        System.err.println(event.text());
        try (JsonLinesLog events = new JsonLinesLog(new Path(run, RunFiles.EVENTS), hadoop)) {
            events.write(EventLine.of(Instant.now(), event));
        } catch (IOException unrecorded) {
            System.err.printf(Locale.ROOT, "train  that could not be recorded: %s%n", unrecorded);
        }
    }
}
