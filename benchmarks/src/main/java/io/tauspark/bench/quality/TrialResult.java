package io.tauspark.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.compare.LearningCurves;
import java.util.List;

/**
 * The result of a trial.
 *
 * @param variant its name
 * @param seed of parameters and order
 * @param settings that the result depends on
 * @param parameters that were learnt
 * @param tokens learnt from
 * @param tokensPerSecond of training alone, on its one thread
 * @param chosenStep steps after which the parameters were chosen
 * @param selectionBitsPerByte of the chosen parameters
 * @param testBitsPerByte of the chosen parameters
 * @param curve selection scores, in order
 */
record TrialResult(
        String variant,
        long seed,
        JsonNode settings,
        long parameters,
        long tokens,
        double tokensPerSecond,
        int chosenStep,
        double selectionBitsPerByte,
        double testBitsPerByte,
        List<LearningCurves.Point> curve)
        implements ResultFile.Result {

    TrialResult {
        curve = List.copyOf(curve);
    }

    @Override
    public String name() {
        return variant + " seed " + seed;
    }
}
