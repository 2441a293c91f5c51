package io.tauspark.report;

import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * One value over the steps of a run, kept in a bounded number of buckets however many values come. A bucket holds the
 * count, sum, sum of squares and both extremes of neighbouring values; when there are too many, neighbours are merged. So
 * a drawing of it loses no extreme.
 */
final class Trace {
    private final int most;
    private final List<Bucket> buckets = new ArrayList<>();
    /** Values that a full bucket holds. */
    private int capacity = 1;

    /** Neighbouring values: where the first and the last lie, and what they are. */
    static final class Bucket {
        final double from;
        double to;
        int count;
        double sum;
        double squares;
        double low;
        double lowAt;
        double high;
        double highAt;

        private Bucket(double x, double y) {
            from = x;
            to = x;
            count = 1;
            sum = y;
            squares = y * y;
            low = y;
            lowAt = x;
            high = y;
            highAt = x;
        }

        private Bucket(Bucket other) {
            from = other.from;
            to = other.to;
            count = other.count;
            sum = other.sum;
            squares = other.squares;
            low = other.low;
            lowAt = other.lowAt;
            high = other.high;
            highAt = other.highAt;
        }

        double mean() {
            return sum / count;
        }

        /** Takes in what comes after it. */
        private void merge(Bucket next) {
            to = next.to;
            count += next.count;
            sum += next.sum;
            squares += next.squares;
            if (next.low < low) {
                low = next.low;
                lowAt = next.lowAt;
            }
            if (next.high > high) {
                high = next.high;
                highAt = next.highAt;
            }
        }
    }

    /** @param most buckets that are kept, an even number */
    Trace(int most) {
        this.most = most;
    }

    /** Adds a value; one that is not finite is not there. */
    void add(double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            return;
        }
        Bucket value = new Bucket(x, y);
        if (!buckets.isEmpty() && last().count < capacity) {
            last().merge(value);
            return;
        }
        if (buckets.size() == most) {
            halve();
            capacity *= 2;
        }
        buckets.add(value);
    }

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    long count() {
        return buckets.stream().mapToLong(bucket -> bucket.count).sum();
    }

    List<Bucket> buckets() {
        return List.copyOf(buckets);
    }

    /** The same with at most so many buckets. */
    Trace within(int fewer) {
        Trace thinner = new Trace(most);
        buckets.forEach(bucket -> thinner.buckets.add(new Bucket(bucket)));
        thinner.capacity = capacity;
        while (thinner.buckets.size() > fewer) {
            thinner.halve();
            thinner.capacity *= 2;
        }
        return thinner;
    }

    /** The curve through both extremes of every bucket, in their order. */
    Curve curve(String name, Colour colour, boolean faint) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (Bucket bucket : buckets) {
            boolean lowFirst = bucket.lowAt <= bucket.highAt;
            xs.add(lowFirst ? bucket.lowAt : bucket.highAt);
            ys.add(lowFirst ? bucket.low : bucket.high);
            if (bucket.count > 1) {
                xs.add(lowFirst ? bucket.highAt : bucket.lowAt);
                ys.add(lowFirst ? bucket.high : bucket.low);
            }
        }
        return new Curve(name, colour, faint, xs, ys);
    }

    /** The curve through the means of the buckets. */
    Curve means(String name, Colour colour) {
        return new Curve(
                name,
                colour,
                false,
                buckets.stream().map(Trace::middle).toList(),
                buckets.stream().map(Bucket::mean).toList());
    }

    static double middle(Bucket bucket) {
        return (bucket.from + bucket.to) / 2;
    }

    /** The mean of the values at and after a place; not a number if there is none. */
    double meanFrom(double x) {
        double sum = 0;
        long count = 0;
        for (Bucket bucket : buckets) {
            if (bucket.to >= x) {
                sum += bucket.sum;
                count += bucket.count;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private Bucket last() {
        return buckets.get(buckets.size() - 1);
    }

    private void halve() {
        List<Bucket> halved = new ArrayList<>();
        for (int k = 0; k < buckets.size(); k += 2) {
            Bucket bucket = buckets.get(k);
            if (k + 1 < buckets.size()) {
                bucket.merge(buckets.get(k + 1));
            }
            halved.add(bucket);
        }
        buckets.clear();
        buckets.addAll(halved);
    }
}
