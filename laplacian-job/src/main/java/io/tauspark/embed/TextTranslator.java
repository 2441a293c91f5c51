package io.tauspark.embed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Texts with equally many tokens in, their vectors out. As nothing is padded, the attention mask is all ones, and the
 * texts beside it change a text's vector by rounding alone.
 */
final class TextTranslator implements NoBatchifyTranslator<List<TextTokens>, double[][]> {
    private final List<ModelInput> inputs;
    private final Pooling pooling;
    private final boolean normalise;

    TextTranslator(List<ModelInput> inputs, Pooling pooling, boolean normalise) {
        this.inputs = inputs;
        this.pooling = pooling;
        this.normalise = normalise;
    }

    @Override
    public NDList processInput(TranslatorContext context, List<TextTokens> texts) {
        int tokens = texts.get(0).length();
        NDList tensors = new NDList();
        for (ModelInput input : inputs) {
            LongBuffer values = LongBuffer.allocate(texts.size() * tokens);
            texts.forEach(text -> values.put(input.of(text)));
            NDArray tensor =
                    context.getNDManager().create(values.flip(), new Shape(texts.size(), tokens), DataType.INT64);
            tensor.setName(input.exportName());
            tensors.add(tensor);
        }
        return tensors;
    }

    @Override
    public double[][] processOutput(TranslatorContext context, NDList outputs) {
        NDArray output = output(outputs);
        Shape shape = output.getShape();
        float[] values = output.toFloatArray();
        double[][] vectors = new double[Math.toIntExact(shape.get(0))][];
        int width = Math.toIntExact(shape.tail());
        for (int text = 0; text < vectors.length; text++) {
            vectors[text] = pooling.pool(values, text, Math.toIntExact(shape.get(1)), width);
            if (normalise) {
                normalise(vectors[text]);
            }
        }
        return vectors;
    }

    /** A model that also pools gives both kinds of output, told apart by their axes. */
    private NDArray output(NDList outputs) {
        int axes = pooling == Pooling.NONE ? 2 : 3;
        return outputs.stream()
                .filter(output -> output.getShape().dimension() == axes
                        && (output.getDataType() == DataType.FLOAT32 || output.getDataType() == DataType.FLOAT16))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidInput(("pooling=%s needs an output of shape %s in single or half precision, the"
                                        + " model gives %s; choose the pooling that fits the model")
                                .formatted(
                                        Settings.spelling(pooling),
                                        pooling == Pooling.NONE ? "[texts, features]" : "[texts, tokens, features]",
                                        outputs.stream()
                                                .map(output -> output.getDataType() + " " + output.getShape())
                                                .toList())));
    }

    private static void normalise(double[] vector) {
        double length =
                Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
        for (int feature = 0; length > 0 && feature < vector.length; feature++) {
            vector[feature] /= length;
        }
    }
}
