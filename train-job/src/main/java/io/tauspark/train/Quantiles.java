package io.tauspark.train;

import io.tauspark.observe.QuantileSketch;
import io.tauspark.observe.QuantileSketch.Energies;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Where most of some values lie, in as many digits as a sketch has use for. */
record Quantiles(float p05, float p50, float p95) {
    private static final double LOW = 0.05;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.95;

    static Quantiles ofLambda(QuantileSketch sketch) {
        return of(sketch::lambda);
    }

    static Quantiles ofEnergy(List<Energies> parts) {
        return of(share -> QuantileSketch.energy(parts, share));
    }

    private static Quantiles of(DoubleUnaryOperator quantile) {
        return new Quantiles((float) quantile.applyAsDouble(LOW), (float) quantile.applyAsDouble(MIDDLE), (float)
                quantile.applyAsDouble(HIGH));
    }
}
