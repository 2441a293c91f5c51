package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.HeadLaplacians.Stack;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.SpreadFactors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tensors that a model holds beside its parameters: head Laplacians, τ, temperatures that are not learned, delays of
 * keys, marks of heads that forget, and factors along which activation spreads.
 */
final class Buffers {
    private final HeadLaplacians laplacians;
    private final SpreadFactors spread;
    private final FlatTensor tau;
    private final List<NDArray> tensors = new ArrayList<>();

    Buffers(
            ModelConfig model,
            ProgramPlan plan,
            HeadLaplacians laplacians,
            SpreadFactors spread,
            NDManager manager,
            DataType type,
            Crossings crossings) {
        this.laplacians = laplacians;
        this.spread = spread;
        int rank = model.memory().spread().rank();
        if (spread.rank() != rank || spread.values().length != rank * model.vocabulary()) {
            throw new IllegalArgumentException(
                    "the model spreads along " + rank + " factors of each token, not along " + spread.rank());
        }
        List<HeadGroup> groups = AttentionStack.withLambda(model);
        int keyHeads = groups.stream().mapToInt(HeadGroup::keyHeads).sum();
        this.tau = FlatTensor.zeros(manager, type, crossings, Math.max(1, keyHeads));
        for (Stack stack : laplacians.stacks().values()) {
            FlatTensor matrices = FlatTensor.zeros(manager, type, crossings, stack.values().length);
            matrices.write(0, stack.values());
            tensors.add(matrices.view(0, new Shape(stack.count(), stack.size(), stack.size())));
        }
        int start = 0;
        for (List<HeadGroup> layer : AttentionStack.of(model)) {
            for (HeadGroup group : layer) {
                if (group.hasLambda()) {
                    addTau(group, start);
                    start += group.keyHeads();
                }
                Double temperature = group.hasLambda() ? group.temperature() : null;
                if (temperature != null) {
                    double[] logs = new double[group.heads()];
                    Arrays.fill(logs, Math.log(temperature));
                    tensors.add(filled(logs, manager, type, crossings));
                }
                if (group.delayed()) {
                    long[] delays = group.delays().stream()
                            .mapToLong(Integer::longValue)
                            .toArray();
                    tensors.add(manager.create(delays));
                }
                if (group.forgetsPartly()) {
                    double[] marks = group.forgets().stream()
                            .mapToDouble(forgets -> forgets ? 1 : 0)
                            .toArray();
                    tensors.add(filled(marks, manager, type, crossings));
                }
            }
        }
        if (rank > 0) {
            FlatTensor factors = FlatTensor.zeros(manager, type, crossings, spread.values().length);
            factors.write(0, spread.values());
            tensors.add(factors.view(0, new Shape(model.vocabulary(), rank)));
        }
        if (tensors.size() != plan.bufferNames().size()) {
            throw new IllegalStateException("the plan lists other buffers: " + plan.bufferNames());
        }
    }

    private void addTau(HeadGroup group, int start) {
        double[] initial = new double[group.keyHeads()];
        Double fixed = group.tau();
        Arrays.fill(initial, fixed == null ? 1 : fixed);
        tau.write(start, initial);
        tensors.add(tau.view(start, group.keyHeads()));
    }

    private static NDArray filled(double[] values, NDManager manager, DataType type, Crossings crossings) {
        FlatTensor held = FlatTensor.zeros(manager, type, crossings, values.length);
        held.write(0, values);
        return held.tensor();
    }

    /** The tensors in the order of {@link ProgramPlan#bufferNames}. */
    List<NDArray> tensors() {
        return tensors;
    }

    HeadLaplacians laplacians() {
        return laplacians;
    }

    SpreadFactors spread() {
        return spread;
    }

    float[] tau() {
        float[] values = new float[keyHeads()];
        tau.read(0, values);
        return values;
    }

    void setTau(float[] values) {
        if (values.length != keyHeads()) {
            throw new IllegalArgumentException(values.length + " values of tau for " + keyHeads() + " key heads");
        }
        tau.write(0, values);
    }

    private int keyHeads() {
        return laplacians.stacks().isEmpty() ? 0 : Math.toIntExact(tau.tensor().size());
    }
}
