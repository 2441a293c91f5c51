package io.tauspark.observe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a training, for a person who watches. On a terminal one line is redrawn in place; elsewhere plain
 * lines appear now and then, the first and the last step always among them.
 */
public final class TrainingProgress implements AutoCloseable {
    /** Faster redrawing flickers and cannot be read. */
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Often enough to see that a job lives, seldom enough for a log file. */
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ProgressLine line;
    private final boolean redraw;
    private final long intervalNanos;
    private final String speaker;
    private final PrintStream out;
    private final LongSupplier nanos;
    private @Nullable State latest;
    private String workers = "";
    private boolean shown;
    private int startStep;
    private long startNanos;
    private long reachedNanos;
    private long shownNanos;
    private int shownLength;

    /**
     * The state of a training after a step.
     *
     * @param step steps done, counted from 1 also when a run was resumed
     * @param loss of the training, nats per token
     * @param validation the latest validation loss, if there is one yet
     * @param rate the learning rate, if it is known
     * @param tokensPerSecond pace
     */
    public record State(
            int step, double loss, OptionalDouble validation, OptionalDouble rate, double tokensPerSecond) {}

    /** Shows the progress of so many steps, in place if the JVM has a terminal. */
    @SuppressWarnings("SystemConsoleNull") // Java 22 changes its meaning; Spark 3.5 stops at 21.
    public TrainingProgress(String task, int steps, PrintStream out) {
        this(task, steps, System.console() != null, out, System::nanoTime);
    }

    /**
     * @param redraw whether one line is redrawn in place, or plain lines are printed
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public TrainingProgress(String task, int steps, boolean redraw, PrintStream out, LongSupplier nanos) {
        this(task, steps, redraw, redraw ? REDRAW_NANOS : PLAIN_NANOS, "", out, nanos);
    }

    private TrainingProgress(
            String task,
            int steps,
            boolean redraw,
            long intervalNanos,
            String speaker,
            PrintStream out,
            LongSupplier nanos) {
        this.line = new ProgressLine(task, steps);
        this.redraw = redraw;
        this.intervalNanos = intervalNanos;
        this.speaker = speaker;
        this.out = out;
        this.nanos = nanos;
        this.shownNanos = nanos.getAsLong();
    }

    /**
     * The progress of one of several trainings at one time: plain lines, whatever it is shown on, each of which says
     * whose it is.
     *
     * @param interval between two lines
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public static TrainingProgress amongOthers(
            String task, int steps, Duration interval, PrintStream out, LongSupplier nanos) {
        return new TrainingProgress(task, steps, false, interval.toNanos(), task + "  ", out, nanos);
    }

    /**
     * Tells where the training is; the same step may be told again. A step that is earlier than the last one told is
     * ignored: two reports overtook each other. The time that is left is told from the mean pace since the first call.
     */
    public synchronized void update(State state) {
        if (latest != null && state.step() < latest.step()) {
            return;
        }
        long now = nanos.getAsLong();
        boolean first = latest == null;
        boolean again = latest != null && latest.step() == state.step();
        if (first) {
            startStep = state.step();
            startNanos = now;
        }
        if (!again) {
            reachedNanos = now;
        }
        shown = again && shown && state.equals(latest);
        latest = state;
        boolean ended = line.isLast(state.step()) && !again;
        if (first || ended || now - shownNanos >= intervalNanos) {
            show(state, now);
        }
    }

    /**
     * Tells what the workers do, a few words such as {@code 2 training}. They are shown with the next line, or by
     * themselves where the first step keeps a person waiting.
     */
    public synchronized void workers(String doing) {
        workers = doing;
        long now = nanos.getAsLong();
        if (latest == null && now - shownNanos >= Math.max(intervalNanos, PLAIN_NANOS)) {
            draw(line.text(doing), now);
        }
    }

    /** Forgets the pace and the step: the training resumes from an earlier step. */
    public synchronized void restart() {
        latest = null;
        workers = "";
        shownNanos = nanos.getAsLong();
    }

    /** Prints a line of its own, above the line that is redrawn. */
    public synchronized void report(String text) {
        if (shownLength > 0) {
            out.print("\r" + " ".repeat(shownLength) + "\r");
            shownLength = 0;
        }
        out.println(speaker + text);
        if (redraw && latest != null) {
            show(latest, nanos.getAsLong());
        }
        out.flush();
    }

    /** Shows the last state if that is still to be done, and leaves the cursor on a line of its own. */
    @Override
    public synchronized void close() {
        if (latest != null && !shown) {
            show(latest, nanos.getAsLong());
        }
        if (shownLength > 0) {
            out.println();
            out.flush();
            shownLength = 0;
        }
    }

    private void show(State state, long now) {
        shown = true;
        int done = state.step() - startStep;
        OptionalDouble perStep =
                done > 0 ? OptionalDouble.of((reachedNanos - startNanos) / (double) done) : OptionalDouble.empty();
        draw(line.text(state, workers, perStep, redraw), now);
    }

    private void draw(String text, long now) {
        shownNanos = now;
        if (redraw) {
            out.print("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
            shownLength = text.length();
        } else {
            out.println(text);
        }
        out.flush();
    }
}
