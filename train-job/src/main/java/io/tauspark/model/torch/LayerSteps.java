package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.SpreadFactors;
import java.io.Serializable;
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

    /** N tokens before the attention of a layer. A plain class, because Spark's Kryo cannot carry records. */
    public static final class Streams implements Serializable {
        private static final long serialVersionUID = 1L;

        /** [N, C]. */
        private final float[] stream;

        private final float[] inputs;

        private Streams(NDArray[] found) {
            this.stream = TauGpt.floats(found[0]);
            this.inputs = TauGpt.floats(found[1]);
        }

        /** Inputs of the layer's groups, as {@link Attention} has them. */
        public float[] inputs() {
            return inputs;
        }
    }

    public LayerSteps(TauGpt gpt) {
        this.gpt = gpt;
    }

    /**
     * Passes tokens through the model.
     *
     * @param ids the next tokens of a text
     * @param start tokens before them
     * @param spread what the factors of a token are multiplied by to make the part of its logit that spreads, [R]; nothing of
     *     models without spreading
     * @return logits of the token after the last one, [vocabulary]
     */
    public float[] logits(int[] ids, int start, float[] spread, Attention attention) {
        Streams streams = enter(ids, start);
        for (int layer = 1; layer < gpt.config().layers(); layer++) {
            streams = next(layer, ids, start, streams, attention.of(layer - 1, streams.inputs));
        }
        return logits(ids, start, streams, attention.of(gpt.config().layers() - 1, streams.inputs), spread);
    }

    /** The tokens before the attention of the first layer. */
    public Streams enter(int[] ids, int start) {
        try (NDManager scope = gpt.manager().newSubManager()) {
            return new Streams(step(scope, ids, start, 0, List.of()));
        }
    }

    /**
     * The same tokens before the attention of the next layer.
     *
     * @param layer its number
     * @param before the tokens one layer below
     * @param attended results of the heads there, [N, C]
     */
    public Streams next(int layer, int[] ids, int start, Streams before, float[] attended) {
        try (NDManager scope = gpt.manager().newSubManager()) {
            return new Streams(step(scope, ids, start, layer, tensors(scope, before, attended)));
        }
    }

    /**
     * Logits of the token after the last one, [vocabulary], from the tokens before the attention of the last layer.
     *
     * @param attended results of the heads there, [N, C]
     * @param spread as above
     */
    public float[] logits(int[] ids, int start, Streams before, float[] attended, float[] spread) {
        try (NDManager scope = gpt.manager().newSubManager()) {
            List<NDArray> streams = new ArrayList<>(tensors(scope, before, attended));
            if (spread.length > 0) {
                streams.add(tensor(scope, spread, new Shape(1, spread.length)));
            }
            NDArray[] found = step(scope, ids, start, gpt.config().layers(), streams);
            return TauGpt.floats(found[0]);
        }
    }

    private List<NDArray> tensors(NDManager scope, Streams before, float[] attended) {
        Shape shape = new Shape(
                1, attended.length / gpt.config().width(), gpt.config().width());
        return List.of(tensor(scope, before.stream, shape), tensor(scope, attended, shape));
    }

    private NDArray tensor(NDManager scope, float[] values, Shape shape) {
        DataType type = gpt.parameterList().get(0).getDataType();
        NDArray tensor = scope.create(values, shape);
        return type == DataType.FLOAT32 ? tensor : tensor.toType(type, false);
    }

    /** What the heads see of the memory. */
    public HeadLaplacians laplacians() {
        return gpt.buffers().laplacians();
    }

    /** Factors along which activation spreads. */
    public SpreadFactors spread() {
        return gpt.buffers().spread();
    }

    private NDArray[] step(NDManager scope, int[] ids, int start, int layer, List<NDArray> streams) {
        NDArray tokens = TokenTensors.of(scope, new int[][] {ids});
        Object[] arguments = gpt.arguments(List.of(tokens), gpt.config().softcap(), streams, layer, start);
        return gpt.program().call(scope, "step", arguments);
    }
}
