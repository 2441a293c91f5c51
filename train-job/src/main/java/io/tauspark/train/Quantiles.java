package io.tauspark.train;

import io.tauspark.observe.QuantileSketch;
import io.tauspark.observe.QuantileSketch.Energies;
import java.util.List;

/** Where most of some values lie. */
record Quantiles(double p05, double p50, double p95) {
    private static final double LOW = 0.05;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.95;

    static Quantiles ofLambda(QuantileSketch sketch) {
        return new Quantiles(sketch.lambda(LOW), sketch.lambda(MIDDLE), sketch.lambda(HIGH));
    }

    static Quantiles ofEnergy(List<Energies> parts) {
        return new Quantiles(
                QuantileSketch.energy(parts, LOW),
                QuantileSketch.energy(parts, MIDDLE),
                QuantileSketch.energy(parts, HIGH));
    }
}
