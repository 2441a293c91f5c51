package io.tauspark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.ParameterLayout.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A causal language model whose attention compares scalars.
 *
 * <p>Per layer and head, queries and keys x become λ = E / (E + τ) with the energy E = xᵀLx / (xᵀx + ε) on the head's
 * Laplacian; query i attends to key j ≤ i with logit −|λ_i − λ_j| / temperature + c_j, where c_j is the key's
 * log-weight. λ is made of tensor operations, so the query and key projections learn. Blocks are RMSNorm, attention,
 * RMSNorm, ReLU² MLP, all without biases; output logits are soft-capped.
 *
 * <p>Source: tauformer 0.4.0 (taugpt) for the architecture; its constants τ = 1 and temperature = 1 are replaced by
 * the median energy and a learnable temperature, see docs/model.md.
 */
public final class TauGpt implements AutoCloseable {
    /** Equal bins over [0, 1) in which λ is counted: quantiles are exact to a thousandth. */
    public static final int LAMBDA_BINS = 1024;

    /** Below this temperature the weight of the nearest key may underflow in single precision (|λ − λ'| &lt; 1). */
    public static final double LEAST_TEMPERATURE = 0.0115;

    /** Queries per block of attention; a block of scores for all heads should stay in the processor's cache. */
    private static final int QUERY_BLOCK = 64;

    /** Tokens whose logits over the vocabulary exist at one time. */
    private static final int LOGIT_CHUNK = 256;

    private static final String LOG_TEMPERATURE = "attention.log_temperature";

    private final ModelConfig model;
    private final ParameterLayout layout;
    private final NDManager manager;
    private final TorchProgram program;
    private final FlatTensor parameters;
    private final FlatTensor gradient;
    private final FlatTensor laplacians;
    private final FlatTensor tau;
    private final List<NDArray> views = new ArrayList<>();

    /**
     * Makes a model with all parameters zero.
     *
     * @param headLaplacians one Laplacian per head, [D, D] row-major; a fixed part of the model
     * @param parent owner of the native memory if this model is never closed
     */
    public TauGpt(ModelConfig model, List<double[]> headLaplacians, NDManager parent) {
        this(model, headLaplacians, parent, DataType.FLOAT32);
    }

    /** A model in another precision; double serves to check gradients. */
    TauGpt(ModelConfig model, List<double[]> headLaplacians, NDManager parent, DataType type) {
        this.model = model;
        this.layout = ParameterLayout.of(model);
        this.manager = parent.newSubManager();
        this.program = TorchProgram.compile(manager, "TauGpt", source());
        this.parameters = FlatTensor.zeros(manager, type, layout.size());
        this.gradient = FlatTensor.zeros(manager, type, layout.size());
        this.tau = FlatTensor.zeros(manager, type, model.layers(), model.heads());
        this.laplacians = FlatTensor.zeros(manager, type, model.heads(), model.headWidth(), model.headWidth());
        long matrix = (long) model.headWidth() * model.headWidth();
        for (int head = 0; head < model.heads(); head++) {
            laplacians.write(head * matrix, headLaplacians.get(head));
        }
        for (Slot slot : layout.slots()) {
            NDArray range = parameters.view(slot.offset(), slot.size());
            NDArray view = range.reshape(new Shape(slot.shape())).stopGradient();
            view.setRequiresGradient(true);
            views.add(view);
        }
    }

    public ModelConfig config() {
        return model;
    }

    public ParameterLayout layout() {
        return layout;
    }

    /** Sets every parameter to where training starts; temperatures and τ are left to {@link #calibrate}. */
    public void initialise(long seed) {
        for (int i = 0; i < layout.slots().size(); i++) {
            Slot slot = layout.slots().get(i);
            parameters.write(slot.offset(), Initialisation.of(slot, model, Seeds.of(seed, "parameter", i)));
        }
    }

    /** A copy of all parameters, in the order of the layout. */
    public float[] parameters() {
        float[] values = new float[Math.toIntExact(layout.size())];
        parameters.read(values);
        return values;
    }

    public void setParameters(float[] values) {
        parameters.write(0, values);
    }

    /** A copy of τ, [layers, heads] row-major. */
    public float[] tau() {
        float[] values = new float[model.layers() * model.heads()];
        tau.read(values);
        return values;
    }

    public void setTau(float[] values) {
        tau.write(0, values);
    }

    /** A copy of the log temperatures, [layers, heads] row-major. */
    public float[] logTemperature() {
        Slot slot = slot(LOG_TEMPERATURE);
        float[] values = new float[Math.toIntExact(slot.size())];
        parameters.read(slot.offset(), values);
        return values;
    }

    public void setLogTemperature(float[] values) {
        parameters.write(slot(LOG_TEMPERATURE).offset(), values);
    }

    /**
     * Sets τ of each layer and head to the median energy of its keys, and its temperature to the standard deviation
     * of its λ, on a batch of windows. Layers are set in order, each on what the ones before it give.
     */
    public void calibrate(int[][] windows) {
        new Calibration(this).run(windows);
    }

    /**
     * Computes the gradient of the mean loss over windows of equal length.
     *
     * @param windows token ids, each window one longer than its inputs
     * @param into receives the gradient of all parameters
     * @param countLambda whether to count λ, a few percent of the work
     */
    public MicroBatch gradient(int[][] windows, float[] into, boolean countLambda) {
        try (NDManager scope = manager.newSubManager()) {
            MicroBatch result = gradient(scope, windows, countLambda);
            gradient.read(into);
            return result;
        }
    }

    /** The gradient as a tensor in the model's own precision, valid until the next call. */
    NDArray gradientTensor(int[][] windows) {
        try (NDManager scope = manager.newSubManager()) {
            gradient(scope, windows, false);
            return gradient.tensor();
        }
    }

    private MicroBatch gradient(NDManager scope, int[][] windows, boolean countLambda) {
        Object[] arguments = arguments(
                Stream.of(TokenTensors.inputs(scope, windows), TokenTensors.targets(scope, windows)),
                true,
                Stream.of(gradient.tensor(), learned(), QUERY_BLOCK, LOGIT_CHUNK, model.softcap()),
                Stream.of(countLambda ? LAMBDA_BINS : 0));
        NDArray[] result = program.callRecording(scope, "forward_backward", arguments);
        long[] counts = countLambda ? result[1].toLongArray() : new long[0];
        return new MicroBatch(result[0].toType(DataType.FLOAT64, false).getDouble(), counts);
    }

    /**
     * Scores windows without learning from them.
     *
     * @param windows token ids, all of one length, each one longer than its inputs
     * @return negative log-likelihood of each target in nats, [windows, length - 1]
     */
    public double[][] tokenLosses(int[][] windows) {
        try (NDManager scope = manager.newSubManager()) {
            Object[] arguments = arguments(
                    Stream.of(TokenTensors.inputs(scope, windows), TokenTensors.targets(scope, windows)),
                    true,
                    Stream.of(learned(), QUERY_BLOCK, model.softcap()));
            double[] flat = program.call(scope, "token_losses", arguments)[0].toDoubleArray();
            int length = flat.length / windows.length;
            double[][] losses = new double[windows.length][];
            for (int i = 0; i < windows.length; i++) {
                losses[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
            }
            return losses;
        }
    }

    /** Logits of the token after the given ones, [vocabulary]. */
    public float[] nextLogits(int[] ids) {
        try (NDManager scope = manager.newSubManager()) {
            Object[] arguments = arguments(
                    Stream.of(TokenTensors.of(scope, new int[][] {ids}, 0, ids.length)),
                    true,
                    Stream.of(learned(), QUERY_BLOCK, model.softcap()));
            return program.call(scope, "next_logits", arguments)[0]
                    .toType(DataType.FLOAT32, false)
                    .toFloatArray();
        }
    }

    /** Energies of queries and keys in one layer, each [windows, heads, tokens] row-major, queries first. */
    float[] energies(int[][] windows, int layer) {
        try (NDManager scope = manager.newSubManager()) {
            Object[] arguments = arguments(
                    Stream.of(TokenTensors.inputs(scope, windows)), false, Stream.of(learned(), QUERY_BLOCK, layer));
            return program.call(scope, "energies", arguments)[0]
                    .toType(DataType.FLOAT32, false)
                    .toFloatArray();
        }
    }

    Slot slot(String name) {
        return layout.slots().stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    }

    TorchProgram program() {
        return program;
    }

    FlatTensor flatParameters() {
        return parameters;
    }

    FlatTensor flatGradient() {
        return gradient;
    }

    NDManager manager() {
        return manager;
    }

    /** Log temperatures, [layers, heads], a view of the parameters. */
    NDArray temperatureView() {
        return views.get(views.size() - 2);
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }

    private boolean learned() {
        return model.keyWeight() == KeyWeight.LEARNED;
    }

    /** The arguments of a program method: its own first ones, the model's tensors in program order, its own last. */
    @SafeVarargs
    private Object[] arguments(Stream<Object> first, boolean withHead, Stream<Object>... last) {
        int scalars = views.size() - 2;
        Stream<Object> tensors = Stream.of(
                views.subList(2, scalars),
                views.get(scalars),
                views.get(scalars + 1),
                laplacians.tensor(),
                tau.tensor());
        Stream<Object> vocabulary = withHead ? Stream.of(views.get(0), views.get(1)) : Stream.of(views.get(0));
        Stream<Object> all = Stream.concat(Stream.concat(first, vocabulary), tensors);
        for (Stream<Object> part : last) {
            all = Stream.concat(all, part);
        }
        return all.toArray();
    }

    static String source() {
        try (InputStream in = TauGpt.class.getResourceAsStream("taugpt.torchscript")) {
            if (in == null) {
                throw new IllegalStateException("taugpt.torchscript is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
