package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.HeadLaplacians;
import java.util.ArrayList;
import java.util.List;

/** The matrices of a model for the next tokens of a text, a layer at a time; attention is left to the caller. */
public final class LayerSteps {
    private final TauGpt gpt;

    /** The attention of a layer. */
    @FunctionalInterface
    public interface Attention {
        /**
         * The results of all heads for N tokens.
         *
         * @param layer its number
         * @param inputs of its groups, one group after the other: queries [H, N, ...], λ or scaled vectors; keys before any
         *     delay [K, N, ...]; key weights [K, N]; logs of forget gates [K, N]; values [K, N, D]. Of the kind mean there are
         *     neither queries nor keys.
         * @return [N, C]
         */
        float[] of(int layer, float[] inputs);
    }

    public LayerSteps(TauGpt gpt) {
        this.gpt = gpt;
    }

    /**
     * Passes tokens through the model.
     *
     * @param ids the next tokens of a text
     * @param start tokens before them
     * @return logits of the token after the last one, [vocabulary]
     */
    public float[] logits(int[] ids, int start, Attention attention) {
        int layers = gpt.config().layers();
        Shape shape = new Shape(1, ids.length, gpt.config().width());
        try (NDManager scope = gpt.manager().newSubManager()) {
            NDArray tokens = TokenTensors.of(scope, new int[][] {ids});
            List<NDArray> streams = new ArrayList<>();
            for (int layer = 0; layer < layers; layer++) {
                NDArray[] found = step(scope, tokens, streams, layer, start);
                float[] results = attention.of(layer, TauGpt.floats(found[2]));
                NDArray attended = scope.create(results, shape);
                DataType type = found[1].getDataType();
                streams =
                        List.of(found[0], found[1], type == DataType.FLOAT32 ? attended : attended.toType(type, false));
            }
            return TauGpt.floats(step(scope, tokens, streams, layers, start)[0]);
        }
    }

    /** What the heads see of the memory. */
    public HeadLaplacians laplacians() {
        return gpt.buffers().laplacians();
    }

    private NDArray[] step(NDManager scope, NDArray tokens, List<NDArray> streams, int layer, int start) {
        Object[] arguments = gpt.arguments(List.of(tokens), gpt.config().softcap(), streams, layer, start);
        return gpt.program().call(scope, "step", arguments);
    }
}
