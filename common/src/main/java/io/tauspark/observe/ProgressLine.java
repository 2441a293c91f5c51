package io.tauspark.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The text of a progress line, narrow enough for a terminal of 80 columns. */
record ProgressLine(String task, int steps) {
    /** One less than a common terminal is wide: a full line makes some terminals wrap. */
    private static final int WIDTH = 79;

    /** Leaves room for all usual facts, so that the bar keeps its width when a new fact appears. */
    private static final int WIDEST_BAR = 10;

    private static final int NARROWEST_BAR = 4;
    private static final int BRACKETS_AND_GAP = 3;
    private static final String GAP = "  ";
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    private static final int SIXTY = 60;

    boolean isLast(int step) {
        return step >= steps;
    }

    /** The text before the first step. */
    String text(String workers) {
        return task + GAP + workers;
    }

    /**
     * @param workers what they do; left out, like the learning rate, where it would not fit
     * @param nanosPerStep mean pace, from which the time left is told; empty as long as it is not known
     */
    String text(TrainingProgress.State state, String workers, OptionalDouble nanosPerStep, boolean withBar) {
        int step = state.step();
        int digits = Integer.toString(steps).length();
        String count = String.format(Locale.ROOT, "%s  %" + digits + "d/%d", task, step, steps);
        List<String> facts = new ArrayList<>();
        facts.add(String.format(Locale.ROOT, "loss %.3f", state.loss()));
        state.validation().ifPresent(value -> facts.add(String.format(Locale.ROOT, "val %.3f", value)));
        facts.add(rate(state.tokensPerSecond()) + " tokens/s");
        nanosPerStep.ifPresent(nanos -> facts.add("left " + duration(nanos * Math.max(0, steps - step))));
        String rest = GAP + String.join(GAP, facts);
        int bar = withBar ? NARROWEST_BAR + BRACKETS_AND_GAP : 0;
        if (state.rate().isPresent()) {
            rest = withFact(
                    rest,
                    String.format(Locale.ROOT, "lr %.1e", state.rate().getAsDouble()),
                    WIDTH - count.length() - bar);
        }
        rest = withFact(rest, workers, WIDTH - count.length() - bar);
        int cells = Math.min(WIDEST_BAR, WIDTH - count.length() - rest.length() - BRACKETS_AND_GAP);
        String whole = count + (withBar && cells >= NARROWEST_BAR ? " " + bar(step, cells) : "") + rest;
        return withBar && whole.length() > WIDTH ? whole.substring(0, WIDTH) : whole;
    }

    private static String withFact(String facts, String more, int width) {
        String longer = more.isEmpty() ? facts : facts + GAP + more;
        return longer.length() <= width ? longer : facts;
    }

    private String bar(int step, int cells) {
        int filled = isLast(step) ? cells : (int) ((long) cells * step / steps);
        String done = "=".repeat(filled);
        return filled == cells ? "[" + done + "]" : "[" + done + ">" + " ".repeat(cells - filled - 1) + "]";
    }

    private static String rate(double perSecond) {
        if (perSecond >= MILLION) {
            return String.format(Locale.ROOT, "%.1fM", perSecond / MILLION);
        }
        return perSecond >= THOUSAND
                ? String.format(Locale.ROOT, "%.1fk", perSecond / THOUSAND)
                : String.format(Locale.ROOT, "%.0f", perSecond);
    }

    private static String duration(double nanos) {
        long seconds = Math.round(nanos / TimeUnit.SECONDS.toNanos(1));
        long minutes = seconds / SIXTY;
        return minutes < SIXTY
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % SIXTY)
                : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / SIXTY, minutes % SIXTY, seconds % SIXTY);
    }
}
