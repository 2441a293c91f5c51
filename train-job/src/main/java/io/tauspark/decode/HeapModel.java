package io.tauspark.decode;

import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.SpreadFactors;

/**
 * The numbers of a trained model in plain Java.
 *
 * @param parameters flat, in the order of the layout; must stay as they are
 * @param temperatures of all query heads, layer by layer
 * @param tau of all key heads with λ, layer by layer
 * @param laplacians what its heads see of the memory
 * @param spread factors along which its activation spreads
 */
public record HeapModel(
        ModelConfig config,
        ParameterLayout layout,
        float[] parameters,
        double[] temperatures,
        float[] tau,
        HeadLaplacians laplacians,
        SpreadFactors spread) {

    /** The values of a parameter. */
    float[] parameter(String name) {
        return layout.slot(name).of(parameters);
    }

    /** A parameter as a linear map. */
    Linear linear(String name, Weights weights) {
        return Linear.of(parameters, layout.slot(name).matrix(), weights);
    }
}
