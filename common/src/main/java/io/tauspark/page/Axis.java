package io.tauspark.page;

import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a chart.
 *
 * @param label what it measures, with its unit
 * @param low value at its beginning
 * @param high value at its end, above {@code low}
 * @param ticks values that are written beside it, ascending
 * @param logarithmic whether equal steps are equal factors; then {@code low} is above zero
 */
public record Axis(String label, double low, double high, List<Double> ticks, boolean logarithmic) {
    private static final int MOST_TICKS = 6;
    private static final double TEN = 10;

    /** Longer numbers, small or large, do not fit beside the axis. */
    private static final int MOST_DECIMALS = 5;

    private static final double MILLION = 1e6;

    /** The rounding error that a tick exactly on an end may have, as a part of a step. */
    private static final double SLACK = 1e-9;

    public Axis {
        ticks = List.copyOf(ticks);
        if (!(high > low) || (logarithmic && !(low > 0))) {
            throw new IllegalArgumentException("axis '%s' runs from %s to %s".formatted(label, low, high));
        }
    }

    /** An axis from one value to another, with ticks at round values between them. */
    public static Axis exact(String label, double low, double high) {
        return within(label, low, high, step(high - low));
    }

    /** The same for things that are counted: no tick lies between whole numbers. */
    public static Axis counts(String label, double low, double high) {
        return within(label, low, high, Math.max(1, step(high - low)));
    }

    /**
     * An axis from the round value at or below one value to the one at or above another; equal ones get room around
     * them.
     */
    public static Axis round(String label, double low, double high) {
        double room = high > low ? 0 : Math.max(Math.abs(low), 1) / 2;
        double step = step(high - low + 2 * room);
        double first = Math.floor((low - room) / step + SLACK);
        double last = Math.ceil((high + room) / step - SLACK);
        return within(label, first * step, last * step, step);
    }

    /** Whole powers of ten around two positive values. */
    public static Axis powers(String label, double low, double high) {
        int first = (int) Math.floor(Math.log10(low) + SLACK);
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(high) - SLACK));
        int stride = 1 + (last - first) / MOST_TICKS;
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += stride) {
            ticks.add(Math.pow(TEN, exponent));
        }
        return new Axis(label, Math.pow(TEN, first), Math.pow(TEN, last), ticks, true);
    }

    /** The place of a value between the beginning, 0, and the end, 1. */
    double place(double value) {
        return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /** A tick as it is written, with the decimals that all of them need. */
    String text(double tick) {
        if (logarithmic) {
            return NumberText.tenTo((int) Math.round(Math.log10(tick)));
        }
        double step = ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : high - low;
        double largest = Math.max(Math.abs(low), Math.abs(high));
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + SLACK));
        return decimals > MOST_DECIMALS || largest >= MILLION ? NumberText.of(tick) : NumberText.fixed(tick, decimals);
    }

    /** The smallest of 1, 2 and 5 times a power of ten that needs no more than the most ticks. */
    private static double step(double range) {
        double power = Math.pow(TEN, Math.floor(Math.log10(range / MOST_TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if (range / (factor * power) <= MOST_TICKS + SLACK) {
                return factor * power;
            }
        }
        return TEN * power;
    }

    private static Axis within(String label, double low, double high, double step) {
        List<Double> ticks = new ArrayList<>();
        double last = Math.floor(high / step + SLACK);
        for (double k = Math.ceil(low / step - SLACK); k <= last; k++) {
            // Adding zero turns −0 into 0.
            ticks.add(k * step + 0.0);
        }
        return new Axis(label, low, high, ticks, false);
    }
}
