package io.tauspark.observe;

import java.io.PrintStream;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is, for a person who watches. On a terminal one line is redrawn in place; elsewhere plain lines
 * appear now and then, the first and the last step always among them.
 */
public final class TrainingProgress implements AutoCloseable {
    /** Faster redrawing flickers and cannot be read. */
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Often enough to see that a job lives, seldom enough for a log file. */
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ProgressLine line;
    private final boolean redraw;
    private final PrintStream out;
    private final LongSupplier nanos;
    private @Nullable State latest;
    private boolean shown;
    private int startStep;
    private long startNanos;
    private long shownNanos;
    private int shownLength;

    private record State(int step, double loss, OptionalDouble validation, double tokensPerSecond, long atNanos) {}

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
        this.line = new ProgressLine(task, steps);
        this.redraw = redraw;
        this.out = out;
        this.nanos = nanos;
    }

    /**
     * Tells that a step is done. The time that is left is told from the mean pace since the first call.
     *
     * @param step steps done, counted from 1 also when a run was resumed
     * @param validation the latest validation loss, if there is one yet
     */
    public synchronized void update(int step, double loss, OptionalDouble validation, double tokensPerSecond) {
        long now = nanos.getAsLong();
        boolean first = latest == null;
        if (first) {
            startStep = step;
            startNanos = now;
        }
        latest = new State(step, loss, validation, tokensPerSecond, now);
        shown = false;
        if (first || line.isLast(step) || now - shownNanos >= (redraw ? REDRAW_NANOS : PLAIN_NANOS)) {
            show(latest);
        }
    }

    /** Shows the last state if that is still to be done, and leaves the cursor on a line of its own. */
    @Override
    public synchronized void close() {
        if (latest != null && !shown) {
            show(latest);
        }
        if (shownLength > 0) {
            out.println();
            out.flush();
            shownLength = 0;
        }
    }

    private void show(State state) {
        shown = true;
        shownNanos = state.atNanos();
        int done = state.step() - startStep;
        OptionalDouble perStep =
                done > 0 ? OptionalDouble.of((state.atNanos() - startNanos) / (double) done) : OptionalDouble.empty();
        String text =
                line.text(state.step(), state.loss(), state.validation(), state.tokensPerSecond(), perStep, redraw);
        if (redraw) {
            out.print("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
            shownLength = text.length();
        } else {
            out.println(text);
        }
        out.flush();
    }
}
