package io.tauspark.page;

/** The outline of a line through values, with a gap where one is missing and where the line would turn back. */
final class Outline {
    private static final int TENTHS = 10;

    private final StringBuilder path = new StringBuilder();
    private double last = Double.NaN;
    private int length;

    /** Goes on to a point; one that is not finite ends the line, and the next begins another. */
    Outline to(double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            end();
            return this;
        }
        if (x < last) {
            end();
        }
        append(x, y);
        last = x;
        return this;
    }

    /** Goes on to a point in any direction. */
    Outline around(double x, double y) {
        append(x, y);
        return this;
    }

    /** Joins the last point of a line with its first. */
    Outline close() {
        path.append('Z');
        length = 0;
        return this;
    }

    /** The value of a path's attribute {@code d}. */
    String text() {
        end();
        return path.toString();
    }

    /** A round cap makes a point of a line without length. */
    private void end() {
        if (length == 1) {
            path.append("h0");
        }
        length = 0;
        last = Double.NaN;
    }

    private void append(double x, double y) {
        path.append(length == 0 ? 'M' : 'L');
        coordinate(x);
        path.append(' ');
        coordinate(y);
        length++;
    }

    /**
     * Appends a coordinate to a tenth of a unit, without a decimal that is zero: pages hold tens of thousands of these.
     */
    private void coordinate(double value) {
        long tenths = Math.round(value * TENTHS);
        if (tenths % TENTHS == 0) {
            path.append(tenths / TENTHS);
        } else {
            path.append(tenths / (double) TENTHS);
        }
    }
}
