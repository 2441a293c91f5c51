package io.tauspark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.ParameterLayout.Group;
import io.tauspark.model.ParameterLayout.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW on the flat parameters of one model, with the gradient clipped by its global norm.
 *
 * <p>Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019; computed by PyTorch's fused
 * kernel.
 */
public final class AdamW implements AutoCloseable {
    private final AdamWConfig config;
    private final TauGpt gpt;
    private final NDManager manager;
    private final FlatTensor first;
    private final FlatTensor second;
    private final List<Part> parts = new ArrayList<>();
    private final List<NDArray> temperatures;

    /** What the optimizer treats alike: views of parameters, gradient and moments, and the count of steps. */
    private record Part(
            NDArray parameters, NDArray gradient, NDArray first, NDArray second, NDArray steps, Kind kind) {}

    public AdamW(AdamWConfig config, TauGpt gpt) {
        this.config = config;
        this.gpt = gpt;
        this.manager = gpt.manager().newSubManager();
        this.first = FlatTensor.zeros(manager, DataType.FLOAT32, gpt.layout().size());
        this.second = FlatTensor.zeros(manager, DataType.FLOAT32, gpt.layout().size());
        for (Group group : gpt.layout().groups()) {
            parts.add(new Part(
                    gpt.flatParameters().view(group.offset(), group.size()),
                    gpt.flatGradient().view(group.offset(), group.size()),
                    first.view(group.offset(), group.size()),
                    second.view(group.offset(), group.size()),
                    manager.zeros(new Shape(), DataType.FLOAT32),
                    group.kind()));
        }
        this.temperatures = gpt.temperatures().stream()
                .map(slot -> gpt.flatParameters().view(slot.offset(), slot.size()))
                .toList();
    }

    /**
     * Takes one step.
     *
     * @param sum sum of the gradients of a number of micro-batches; not modified
     * @param micro number of micro-batches in the sum
     * @param rate learning rate of this step
     * @return norm of the mean gradient before clipping
     */
    public double step(float[] sum, int micro, double rate) {
        gpt.flatGradient().write(0, sum);
        try (NDManager scope = manager.newSubManager()) {
            NDArray gradient = gpt.flatGradient().tensor();
            NDArray norm = gpt.program().call(scope, "clip", gradient, 1.0 / micro, config.clip())[0];
            for (Part part : parts) {
                step(scope, part, rate);
            }
            for (NDArray temperature : temperatures) {
                gpt.program().call(scope, "clamp_temperature", temperature, Math.log(TauGpt.LEAST_TEMPERATURE));
            }
            return norm.getFloat();
        }
    }

    private void step(NDManager scope, Part part, double rate) {
        gpt.program()
                .call(
                        scope,
                        "adamw",
                        List.of(part.parameters()),
                        List.of(part.gradient()),
                        List.of(part.first()),
                        List.of(part.second()),
                        List.of(part.steps()),
                        part.kind() == Kind.SCALAR ? rate * config.scalarRate() : rate,
                        config.beta1(),
                        config.beta2(),
                        part.kind() == Kind.MATRIX ? config.weightDecay() : 0.0,
                        config.epsilon());
    }

    /** A copy of the first moments, in the order of the parameters. */
    public float[] firstMoments() {
        return copy(first);
    }

    /** A copy of the second moments, in the order of the parameters. */
    public float[] secondMoments() {
        return copy(second);
    }

    @Override
    public void close() {
        manager.close();
    }

    private float[] copy(FlatTensor tensor) {
        float[] values = new float[Math.toIntExact(gpt.layout().size())];
        tensor.read(values);
        return values;
    }
}
