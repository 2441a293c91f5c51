package io.tauspark.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder.OrWord;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which queries and keys of {@code tau} and {@code grid} become scalars.
 *
 * @param regime how a head sees the memory's Laplacian
 * @param rope whether vectors turn with their position first, which makes λ depend on where a token stands
 * @param temperature fixed temperature, or null to learn one per head from the standard deviation of λ on
 * @param tau fixed τ, or null for the median energy of each head's keys on a calibration batch
 * @param cells cells of the grid on [0, 1]
 * @param laplacian the graph that heads see; the memory's in models saved before there was a choice
 * @param leastTemperature the least that a temperature may learn to be; {@link #PLAIN_TEMPERATURE} in models saved before
 *     there was a choice
 */
public record LambdaConfig(
        Regime regime,
        boolean rope,
        @OrWord("learned") @Nullable Double temperature,
        @OrWord("median") @Nullable Double tau,
        int cells,
        @JsonProperty(required = false) LaplacianSource laplacian,
        @JsonProperty(required = false) Double leastTemperature)
        implements Serializable {
    /**
     * Below this temperature the weight of the nearest key may underflow in single precision (|λ − λ'| &lt; 1), unless
     * weights are told relative to it, which takes a look at all keys before the first weight.
     */
    public static final double PLAIN_TEMPERATURE = 0.0115;

    /** Below it, temperatures would be smaller than the rounding of λ in single precision allows to tell. */
    private static final double COLDEST = 1e-4;

    /** Above it, a cell is narrower than the rounding of λ in single precision would let be used. */
    private static final int MOST_CELLS = 1 << 16;

    public LambdaConfig {
        laplacian = Objects.requireNonNullElse(laplacian, LaplacianSource.MEMORY);
        leastTemperature = Objects.requireNonNullElse(leastTemperature, PLAIN_TEMPERATURE);
        Problems problems = new Problems();
        problems.check(
                leastTemperature >= COLDEST && leastTemperature <= 1,
                "model.lambda.least-temperature",
                leastTemperature,
                "must lie between " + COLDEST + ", below which single precision cannot tell λ apart, and 1");
        if (temperature != null) {
            problems.check(
                    temperature >= leastTemperature,
                    "model.lambda.temperature",
                    temperature,
                    "must be at least model.lambda.least-temperature = " + leastTemperature);
        }
        if (tau != null) {
            problems.check(tau > 0, "model.lambda.tau", tau, "must be positive");
        }
        problems.check(
                        cells >= 1 && cells <= MOST_CELLS,
                        "model.lambda.cells",
                        cells,
                        "must lie between 1 and " + MOST_CELLS)
                .throwIfAny();
    }
}
