package io.tauspark.page;

/** The size of a chart over two axes, in units of its view box; text has the same size in all of them. */
public enum ChartSize {
    NORMAL(480, 250, 62, 50),
    /** The same width, for what needs no height. */
    FLAT(480, 160, 62, 50),
    /** One of many beside each other; their axes have no labels, so that what they measure must stand above them. */
    SMALL(250, 150, 40, 28);

    final double width;
    final double height;
    /** Kept free beside the drawing area, at least, for what is written along the axes. */
    final double left;

    final double bottom;

    ChartSize(double width, double height, double left, double bottom) {
        this.width = width;
        this.height = height;
        this.left = left;
        this.bottom = bottom;
    }

    boolean hasLabels() {
        return this != SMALL;
    }
}
