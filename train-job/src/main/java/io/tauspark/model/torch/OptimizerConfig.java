package io.tauspark.model.torch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder.OrWord;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Kind;
import io.tauspark.model.ParameterLayout.Matrix;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The optimizer's constants.
 *
 * @param beta1 decay of AdamW's first moment per step, in [0, 1)
 * @param beta2 decay of AdamW's second moment per step, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param weightDecay share of a matrix that decays per step and unit of learning rate
 * @param clip largest norm of the mean gradient; a longer one is shortened to it
 * @param scalarRate learning rate of temperatures and key-weight biases, as a multiple
 * @param embeddingRate learning rate of token vectors, as a multiple; null for 1, and for token vectors that begin as those
 *     of a memory {@link #OF_TERMS}
 * @param matrices what moves the linear maps of the model
 * @param muon constants of Muon, of no meaning without it
 */
public record OptimizerConfig(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clip,
        double scalarRate,

        @JsonProperty(required = false) @OrWord("auto") @Nullable
        Double embeddingRate,

        Matrices matrices,
        MuonConfig muon)
        implements Serializable {

    /** What vectors know from far more text than a training has must not be overwritten by its first steps. */
    private static final double OF_TERMS = 0.1;

    /** Optimizers of the linear maps. */
    public enum Matrices {
        ADAMW,
        MUON
    }

    /**
     * Constants of Muon.
     *
     * @param momentum decay of the momentum per step, in [0, 1)
     * @param rate learning rate, as a multiple of everybody's: with 1 the values of a map move as far as AdamW moves them, by
     *     0.2 of the rate in the quadratic mean
     * @param iterations of Newton and Schulz
     */
    public record MuonConfig(double momentum, double rate, int iterations) implements Serializable {
        /** With 5 all singular values that count lie near 1; more only take time. */
        private static final int MOST_ITERATIONS = 20;

        /** The constants of trainings that have no use for them. */
        public static final MuonConfig UNUSED = new MuonConfig(0.95, 1, 5);

        public MuonConfig {
            new Problems()
                    .check(momentum >= 0 && momentum < 1, "momentum", momentum, "must lie in [0, 1)")
                    .check(rate > 0, "rate", rate, "must be positive")
                    .check(
                            iterations >= 1 && iterations <= MOST_ITERATIONS,
                            "iterations",
                            iterations,
                            "must lie between 1 and " + MOST_ITERATIONS)
                    .throwIfAny();
        }
    }

    public OptimizerConfig {
        new Problems()
                .check(beta1 >= 0 && beta1 < 1, "beta1", beta1, "must lie in [0, 1)")
                .check(beta2 >= 0 && beta2 < 1, "beta2", beta2, "must lie in [0, 1)")
                .check(epsilon > 0, "epsilon", epsilon, "must be positive")
                .check(weightDecay >= 0, "weight-decay", weightDecay, "must not be negative")
                .check(clip > 0, "clip", clip, "must be positive")
                .check(scalarRate > 0, "scalar-rate", scalarRate, "must be positive")
                .throwIfAny();
        if (embeddingRate != null) {
            new Problems()
                    .check(embeddingRate > 0, "embedding-rate", embeddingRate, "must be positive, or auto")
                    .throwIfAny();
        }
        // Trainings that differ in nothing that they use are the same.
        muon = matrices == Matrices.ADAMW ? MuonConfig.UNUSED : muon;
    }

    /** Learning rate of a kind of parameters of a model, as a multiple. */
    double rate(Kind kind, ModelConfig model) {
        return switch (kind) {
            case SCALAR -> scalarRate;
            case EMBEDDING ->
                embeddingRate != null ? embeddingRate : model.memory().terms() ? OF_TERMS : 1;
            case MATRIX, BIAS -> 1;
        };
    }

    /** The linear maps of a model that Muon moves, none if AdamW moves everything. */
    List<Matrix> maps(ParameterLayout layout, ModelConfig model) {
        return matrices == Matrices.MUON ? layout.maps(model) : List.of();
    }
}
