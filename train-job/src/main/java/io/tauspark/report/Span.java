package io.tauspark.report;

import io.tauspark.page.Axis;
import io.tauspark.page.XyChart.Curve;
import java.util.List;

/** The range of the values that a chart must hold. */
final class Span {
    /** A wider range than this many times needs a logarithmic axis. */
    private static final double WIDE = 30;

    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    Span with(double value) {
        if (Double.isFinite(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return this;
    }

    Span with(List<Double> values) {
        values.forEach(this::with);
        return this;
    }

    Span with(Trace trace) {
        trace.buckets().forEach(bucket -> with(bucket.low).with(bucket.high));
        return this;
    }

    static Span of(List<Curve> curves) {
        Span span = new Span();
        curves.forEach(curve -> span.with(curve.ys()));
        return span;
    }

    boolean isEmpty() {
        return low > high;
    }

    double low() {
        return low;
    }

    double high() {
        return high;
    }

    /** Round values about the range. */
    Axis axis(String label) {
        return Axis.round(label, low, high);
    }

    /** An axis from 0 on. */
    Axis fromZero(String label) {
        return Axis.round(label, Math.min(0, low), Math.max(high, Double.MIN_NORMAL));
    }

    /** Logarithmic where the values are positive and far apart. */
    Axis axisOrPowers(String label) {
        return low > 0 && high / low > WIDE ? Axis.powers(label, low, high) : fromZero(label);
    }
}
