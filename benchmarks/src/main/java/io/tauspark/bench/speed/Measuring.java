package io.tauspark.bench.speed;

/** A way of measuring one contender once. */
@FunctionalInterface
interface Measuring {
    Measurement measure(Contender contender, Load load) throws MeasurementFailed;
}
