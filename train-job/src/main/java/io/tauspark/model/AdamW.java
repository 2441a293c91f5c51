package io.tauspark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
    private final List<FlatTensor> steps = new ArrayList<>();
    private final long[] groups;
    private final double[] decays;

    public AdamW(AdamWConfig config, TauGpt gpt) {
        this.config = config;
        this.gpt = gpt;
        this.manager = gpt.manager().newSubManager();
        long size = gpt.layout().size();
        this.first = FlatTensor.zeros(manager, DataType.FLOAT32, size);
        this.second = FlatTensor.zeros(manager, DataType.FLOAT32, size);
        List<Group> parts = gpt.layout().groups();
        this.groups = parts.stream()
                .flatMap(group -> java.util.stream.Stream.of(group.offset(), group.size()))
                .mapToLong(Long::longValue)
                .toArray();
        this.decays = parts.stream()
                .mapToDouble(group -> group.kind() == Kind.MATRIX ? config.weightDecay() : 0)
                .toArray();
        parts.forEach(group -> steps.add(FlatTensor.zeros(manager, DataType.FLOAT32)));
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
        double[] rates = gpt.layout().groups().stream()
                .mapToDouble(group -> group.kind() == Kind.SCALAR ? rate * config.scalarRate() : rate)
                .toArray();
        List<NDArray> counters = steps.stream().map(FlatTensor::tensor).toList();
        try (NDManager scope = manager.newSubManager()) {
            NDArray norm = gpt.program()
                    .call(
                            scope,
                            "update",
                            gpt.flatParameters().tensor(),
                            gpt.flatGradient().tensor(),
                            first.tensor(),
                            second.tensor(),
                            counters,
                            groups,
                            rates,
                            decays,
                            config.beta1(),
                            config.beta2(),
                            config.epsilon(),
                            1.0 / micro,
                            config.clip())[0];
            gpt.program().call(scope, "clamp_temperature", gpt.temperatureView(), Math.log(TauGpt.LEAST_TEMPERATURE));
            return norm.getFloat();
        }
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
