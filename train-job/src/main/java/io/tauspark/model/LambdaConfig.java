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
 */
public record LambdaConfig(
        Regime regime,
        boolean rope,
        @OrWord("learned") @Nullable Double temperature,
        @OrWord("median") @Nullable Double tau,
        int cells,
        @JsonProperty(required = false) LaplacianSource laplacian)
        implements Serializable {
    /** Below this temperature the weight of the nearest key may underflow in single precision (|λ − λ'| &lt; 1). */
    public static final double LEAST_TEMPERATURE = 0.0115;

    /** Above it, a cell is narrower than the rounding of λ in single precision would let be used. */
    private static final int MOST_CELLS = 1 << 16;

    public LambdaConfig {
        laplacian = Objects.requireNonNullElse(laplacian, LaplacianSource.MEMORY);
        Problems problems = new Problems();
        if (temperature != null) {
            problems.check(
                    temperature >= LEAST_TEMPERATURE,
                    "model.lambda.temperature",
                    temperature,
                    "must be at least " + LEAST_TEMPERATURE
                            + ", below which the weight of the nearest key may underflow in single precision");
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
