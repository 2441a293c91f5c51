package io.tauspark.report;

import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import io.tauspark.page.XyChart.Ribbon;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean over a window of neighbouring values of a trace, and how sure it is: two standard errors, s / √n of the n
 * values in the window, on either side. The trend within the window is part of s, so that the band is too wide where the
 * values fall fast, and it takes them as independent.
 *
 * @param window how many values the mean is over; fewer at both ends
 * @param xs middle of each window
 * @param means over it
 * @param errors two standard errors of each
 */
record RollingMean(int window, List<Double> xs, List<Double> means, List<Double> errors) {
    private static final int LEAST = 5;
    /** The part of all values that a mean is over, as a divisor: few enough that the curve keeps its shape. */
    private static final int SHARE = 40;

    static RollingMean of(Trace trace) {
        List<Trace.Bucket> buckets = trace.buckets();
        long count = trace.count();
        int perBucket = buckets.isEmpty() ? 1 : buckets.get(0).count;
        int reach = (int) Math.max(1, Math.round((Math.max(LEAST, count / SHARE) / (double) perBucket - 1) / 2));
        List<Double> xs = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int k = 0; k < buckets.size(); k++) {
            double n = 0;
            double sum = 0;
            double squares = 0;
            // The same number on both sides, so that no end is drawn towards the middle.
            int near = Math.min(reach, Math.min(k, buckets.size() - 1 - k));
            for (Trace.Bucket bucket : buckets.subList(k - near, k + near + 1)) {
                n += bucket.count;
                sum += bucket.sum;
                squares += bucket.squares;
            }
            double mean = sum / n;
            double variance = n > 1 ? Math.max(0, squares - n * mean * mean) / (n - 1) : Double.NaN;
            xs.add(Trace.middle(buckets.get(k)));
            means.add(mean);
            errors.add(2 * Math.sqrt(variance / n));
        }
        return new RollingMean((2 * reach + 1) * perBucket, xs, means, errors);
    }

    Curve curve(String name, Colour colour) {
        return new Curve(name, colour, false, xs, means);
    }

    Ribbon band(String name, Colour colour) {
        List<Double> lows = new ArrayList<>();
        List<Double> highs = new ArrayList<>();
        for (int k = 0; k < xs.size(); k++) {
            lows.add(means.get(k) - errors.get(k));
            highs.add(means.get(k) + errors.get(k));
        }
        return new Ribbon(name, colour, xs, lows, highs);
    }
}
