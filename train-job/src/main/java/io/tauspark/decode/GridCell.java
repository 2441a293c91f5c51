package io.tauspark.decode;

/**
 * The two neighbouring points of a grid on [0, 1] that a λ lies between, and its shares in them: sinh of the scaled distance to
 * the other point over sinh of the scaled cell. Beyond its cell a λ is then seen exactly where it is.
 *
 * <p>A share is exp(log) · factor: at low temperatures the two would not fit into one number.
 *
 * @param below the lower point's number
 * @param belowLog log of the greater part of its share
 * @param belowFactor what is left of it, in [0, 1]
 * @param aboveLog log of the greater part of the upper point's share
 * @param aboveFactor what is left of it, in [0, 1]
 * @param cells of the grid
 */
record GridCell(int below, double belowLog, double belowFactor, double aboveLog, double aboveFactor, int cells) {

    static GridCell of(double lambda, int cells, double inverseTemperature) {
        int below = number(lambda, cells);
        double cell = inverseTemperature / cells;
        double above = (lambda - (double) below / cells) * inverseTemperature;
        double rest = cell - above;
        // sinh a / sinh b = exp(a - b) (1 - exp(-2a)) / (1 - exp(-2b)).
        double whole = -Math.expm1(-2 * cell);
        return new GridCell(
                below,
                rest - cell,
                Math.max(0, -Math.expm1(-2 * rest)) / whole,
                above - cell,
                Math.max(0, -Math.expm1(-2 * above)) / whole,
                cells);
    }

    /** The number of the cell that holds a λ. */
    static int number(double lambda, int cells) {
        return (int) Math.max(0, Math.min(cells - 1, Math.floor(lambda * cells)));
    }

    /** The log of the weight that a query sees through the two points. */
    double score(double query, double inverseTemperature) {
        double low = belowLog - Math.abs(query - (double) below / cells) * inverseTemperature;
        double high = aboveLog - Math.abs(query - (below + 1.0) / cells) * inverseTemperature;
        double largest = Math.max(low, high);
        return largest + Math.log(belowFactor * Math.exp(low - largest) + aboveFactor * Math.exp(high - largest));
    }
}
