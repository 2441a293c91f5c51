package io.tauspark.train.worker;

import io.tauspark.exchange.ExchangeFailed;
import io.tauspark.exchange.ProgressSender;
import io.tauspark.run.MetricLine;
import io.tauspark.run.RunEvent;
import io.tauspark.run.SampleLine;
import io.tauspark.run.WorkerMessage;
import io.tauspark.run.WorkerState;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.store.Json;
import io.tauspark.store.Stopwatch;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The messages of a worker to the driver: its state every two seconds from a thread of its own, lines of the metric log
 * and events as they come. The state says how long the training thread has not moved, so a worker that hangs does not
 * pass for one that lives. All methods are for the training thread.
 */
public final class Heartbeat implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** The driver writes a line in milliseconds; storage that takes longer than this hangs. */
    private static final Duration RECORDED = Duration.ofSeconds(20);

    private final ProgressSender driver;
    private final int attempt;
    private final int rank;
    private final String executor;
    private final String host;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "tauspark-heartbeat");
        daemon.setDaemon(true);
        return daemon;
    });

    private String device = "";
    private Phase phase = Phase.STARTING;
    private long phaseStart = System.nanoTime();
    private long moved = phaseStart;
    private int step;
    private double loss = Double.NaN;
    private double rate = Double.NaN;
    private double tokensPerSecond = Double.NaN;
    private int lines;
    private int lost;
    private boolean failed;

    private Heartbeat(ProgressSender driver, int attempt, int rank, String executor, String host) {
        this.driver = driver;
        this.attempt = attempt;
        this.rank = rank;
        this.executor = executor;
        this.host = host;
    }

    /**
     * Connects to the driver and begins to speak; to be called first of all in a task.
     *
     * @throws ExchangeFailed if the driver cannot be reached, or has given up this attempt
     */
    public static Heartbeat of(TaskContext task, TrainPlan plan) {
        return of(plan, task.partitionId());
    }

    /** The same of a worker whose rank is not the number of its task's partition. */
    public static Heartbeat of(TrainPlan plan, int rank) {
        SparkEnv env = SparkEnv.get();
        Heartbeat heartbeat = new Heartbeat(
                new ProgressSender(plan.progress()),
                plan.attempt(),
                rank,
                env.executorId(),
                env.blockManager().blockManagerId().host());
        try {
            heartbeat.ask(String.format(Locale.ROOT, "accept worker %d", heartbeat.rank));
            ScheduledFuture<?> unused = heartbeat.thread.scheduleAtFixedRate(
                    heartbeat::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException refused) {
            heartbeat.close();
            throw refused;
        }
        return heartbeat;
    }

    /** Says what this worker computes on. */
    public synchronized void device(String name) {
        device = name;
    }

    /** Says at once what this worker begins to do. */
    public void phase(Phase next) {
        enter(next);
        thread.execute(this::beat);
    }

    /** Says that the training thread is alive within a long phase. */
    public synchronized void moved() {
        moved = System.nanoTime();
    }

    /**
     * Says that a step is done.
     *
     * @param done steps that are done
     * @param stepLoss of this step, nats per token
     * @param stepRate learning rate of this step
     * @param pace tokens per second of all workers; NaN if it is not known
     */
    public synchronized void step(int done, double stepLoss, double stepRate, double pace) {
        step = done;
        loss = stepLoss;
        rate = stepRate;
        tokensPerSecond = pace;
        moved = System.nanoTime();
    }

    /** Sends a line of {@code metrics.jsonl}; {@link #flush} says whether it is there. */
    public void line(MetricLine line) {
        moved();
        lines++;
        send(WorkerMessage.Kind.LINE, Json.line(line));
    }

    /** Sends a line of {@code samples.jsonl}. */
    public void sample(SampleLine sample) {
        moved();
        send(WorkerMessage.Kind.SAMPLE, Json.line(sample));
    }

    /** Sends something for {@code events.jsonl} and the terminal. */
    public void event(RunEvent event) {
        send(WorkerMessage.Kind.EVENT, Json.line(event));
    }

    /**
     * Says why this worker ends before its time. To be called before anything is closed: the others end as soon as its
     * connections do, and the driver would take their complaint for the cause. The first call counts.
     */
    public void failed(Throwable cause) {
        if (!failed) {
            failed = true;
            send(WorkerMessage.Kind.FAILURE, cause.toString());
        }
    }

    /**
     * Returns when the driver has written every line and event that was sent before.
     *
     * @throws ExchangeFailed if that takes more than twenty seconds or failed, if one was dropped, or if the driver has
     *     given up this attempt, after which this worker must write nothing any more
     */
    public void flush() {
        String what = String.format(Locale.ROOT, "record %d lines of worker %d", lines, rank);
        ask(what);
        if (lost > 0) {
            throw new ExchangeFailed(String.format(
                    Locale.ROOT,
                    "the driver did not %s: %d were dropped, because it did not take them in time",
                    what,
                    lost));
        }
    }

    /** Sends a last message. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean unused = thread.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        enter(Phase.FINISHED);
        beat();
        driver.close();
    }

    /** The driver refuses once it has given up this attempt. */
    private void ask(String what) {
        driver.ask(Integer.toString(attempt), RECORDED, what);
    }

    private void send(WorkerMessage.Kind kind, String content) {
        if (!driver.send(new WorkerMessage(attempt, rank, kind, content).text())) {
            lost++;
        }
    }

    private synchronized void enter(Phase next) {
        phase = next;
        phaseStart = System.nanoTime();
        moved = phaseStart;
    }

    private void beat() {
        // A state that is dropped is made up for by the next.
        boolean unused =
                driver.send(new WorkerMessage(attempt, rank, WorkerMessage.Kind.STATE, Json.line(state())).text());
    }

    private synchronized WorkerState state() {
        long now = System.nanoTime();
        return new WorkerState(
                attempt,
                rank,
                executor,
                host,
                device,
                phase,
                step,
                Stopwatch.seconds(now - phaseStart),
                Stopwatch.seconds(now - moved),
                loss,
                rate,
                tokensPerSecond);
    }
}
