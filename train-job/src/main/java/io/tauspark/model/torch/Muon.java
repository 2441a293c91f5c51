package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.ParameterLayout.Matrix;

/**
 * The step of one linear map [rows, columns] by Muon: momentum as Nesterov has it, of which the singular values are brought
 * near to 1, so that a map moves as far in directions that few gradients ask for as in those that all do.
 *
 * <p>What makes singular values equal is the iteration of Newton and Schulz on UUᵀ, a few products of matrices. An
 * orthogonal update of a map has a quadratic mean of 1/√max(rows, columns); it is scaled to {@value #QUADRATIC_MEAN}, about
 * that of AdamW's updates, so that both follow one learning rate. Weight decay is decoupled, as AdamW's is.
 *
 * <p>Source: Jordan et al., Muon, 2024, for the update and the iteration's coefficients; Liu et al., Muon is scalable for LLM
 * training, 2025, for the scale.
 *
 * @param parameters of the map, which the step changes
 * @param gradient its mean gradient
 * @param momentum what it remembers of earlier ones, which the step changes
 */
record Muon(Matrix map, NDArray parameters, NDArray gradient, NDArray momentum) {
    /** Of an update's values, as a share of the rate. */
    static final double QUADRATIC_MEAN = 0.2;

    /** Takes a step at a learning rate. */
    void step(TorchProgram program, NDManager scope, OptimizerConfig config, double rate) {
        double own = rate * config.muon().rate();
        program.call(
                scope,
                "muon",
                parameters,
                gradient,
                momentum,
                config.muon().momentum(),
                own * QUADRATIC_MEAN * Math.sqrt(Math.max(map.rows(), map.columns())),
                own * config.weightDecay(),
                (long) config.muon().iterations());
    }
}
