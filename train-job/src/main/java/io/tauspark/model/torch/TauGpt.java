package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.Initialisation;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.Precision;
import io.tauspark.model.QueryHead;
import io.tauspark.model.SpreadFactors;
import io.tauspark.model.TokenStart;
import io.tauspark.observe.QuantileSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A causal language model whose attention compares scalars, or, to compare it with, vectors or nothing.
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

    /** A target that is not scored. */
    public static final int UNSCORED = -1;

    private final ModelConfig model;
    private final ParameterLayout layout;
    private final Buffers buffers;
    private final NDManager manager;
    private final TorchProgram program;
    private final Precision precision;
    private final Crossings crossings = new Crossings();
    private final FlatTensor parameters;
    private final FlatTensor gradient;
    private final ProgramPlan plan;
    private final List<NDArray> parameterViews;
    private final List<NDArray> gradientViews;
    private final List<Object> shape;
    private final Tiling tiling;
    private final LambdaCounts lambdaCounts;

    /**
     * Makes a model in single precision with all parameters zero.
     *
     * @param laplacians what the heads see of the memory; a fixed part of the model
     * @param parent its device is the model's; owner of the native memory if this model is never closed
     */
    public TauGpt(ModelConfig model, HeadLaplacians laplacians, NDManager parent) {
        this(model, laplacians, parent, Precision.FLOAT32);
    }

    /** A model in another precision, whose activation does not spread. */
    public TauGpt(ModelConfig model, HeadLaplacians laplacians, NDManager parent, Precision precision) {
        this(model, laplacians, SpreadFactors.NONE, parent, precision, LambdaKernel.EXACT);
    }

    /**
     * A model.
     *
     * @param spread factors along which activation spreads, also a fixed part
     * @param kernel how heads that compare λ are computed
     */
    public TauGpt(
            ModelConfig model,
            HeadLaplacians laplacians,
            SpreadFactors spread,
            NDManager parent,
            Precision precision,
            LambdaKernel kernel) {
        this.model = model;
        this.layout = ParameterLayout.of(model, laplacians.features());
        this.manager = parent.newSubManager();
        this.program = TorchProgram.ofTauGpt();
        this.precision = precision;
        this.tiling = Tiling.of(manager.getDevice());
        this.parameters = FlatTensor.zeros(manager, precision.type(), crossings, layout.size());
        this.gradient = FlatTensor.zeros(manager, precision.type(), crossings, layout.size());
        this.plan = ProgramPlan.of(model, layout, laplacians, spread, kernel);
        this.buffers = new Buffers(model, plan, laplacians, spread, manager, precision.type(), crossings);
        this.parameterViews = views(parameters);
        this.gradientViews = views(gradient);
        parameterViews.forEach(view -> view.setRequiresGradient(true));
        this.lambdaCounts = new LambdaCounts(model, program, manager);
        this.shape = List.of(
                parameterViews,
                buffers.tensors(),
                plan.layers(),
                plan.groups(),
                precision.half(),
                tiling.block(),
                tiling.tile(),
                model.lambda().cells(),
                plan.output());
    }

    public ModelConfig config() {
        return model;
    }

    public ParameterLayout layout() {
        return layout;
    }

    /** Whether it computes on a processor, in single precision. */
    public boolean isSingleOnProcessor() {
        return precision == Precision.FLOAT32 && !manager.getDevice().isGpu();
    }

    /** Sets every parameter to where training starts; temperatures and τ are left to {@link #calibrate}. */
    public void initialise(long seed) {
        for (int i = 0; i < layout.slots().size(); i++) {
            Slot slot = layout.slots().get(i);
            float[] values = Initialisation.of(slot, model, TokenStart.NONE, Initialisation.seed(seed, i));
            parameters.write(slot.offset(), values);
        }
    }

    /** A copy of all parameters, in the order of the layout. */
    public float[] parameters() {
        float[] values = new float[Math.toIntExact(layout.size())];
        parameters.read(values);
        return values;
    }

    /** Copies the parameters from {@code from} to before {@code to} to the same places of an array. */
    public void readParameters(int from, int to, float[] into) {
        parameters.read(from, to - from, into);
    }

    public void setParameters(float[] values) {
        parameters.write(0, values);
    }

    /** A copy of τ of all key heads with λ, layer by layer. */
    public float[] tau() {
        return buffers.tau();
    }

    public void setTau(float[] values) {
        buffers.setTau(values);
    }

    /** A copy of the log temperatures that heads with λ learn, layer by layer. */
    public float[] logTemperature() {
        float[] all = new float[0];
        for (Slot slot : temperatures()) {
            float[] values = new float[Math.toIntExact(slot.size())];
            parameters.read(slot.offset(), values);
            int length = all.length;
            all = Arrays.copyOf(all, length + values.length);
            System.arraycopy(values, 0, all, length, values.length);
        }
        return all;
    }

    public void setLogTemperature(float[] values) {
        int start = 0;
        for (Slot slot : temperatures()) {
            int size = Math.toIntExact(slot.size());
            parameters.write(slot.offset(), Arrays.copyOfRange(values, start, start + size));
            start += size;
        }
    }

    /** The temperature of every query head, layer by layer; NaN for those of the mean, which have none. */
    public double[] headTemperatures() {
        List<Double> all = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < stack.size(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                Double fixed = group.kind() == AttentionKind.MEAN ? Double.valueOf(Double.NaN) : group.temperature();
                float[] logs = new float[group.heads()];
                if (fixed == null) {
                    parameters.read(
                            layout.slot(ParameterLayout.prefix(layer, group) + ParameterLayout.LOG_TEMPERATURE)
                                    .offset(),
                            logs);
                }
                for (float log : logs) {
                    all.add(fixed == null ? Double.valueOf(Math.exp(log)) : fixed);
                }
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The query heads, layer by layer. */
    public List<QueryHead> queryHeads() {
        return QueryHead.of(model, buffers.laplacians().features());
    }

    /** The counts of λ that micro-batches make. */
    public LambdaCounts lambdaCounts() {
        return lambdaCounts;
    }

    /**
     * Sets τ of each key head with λ to the median energy of its keys, and the temperature of each query head to the
     * standard deviation of its λ, on a batch of windows, unless they are fixed. Layers are set in order, each on what
     * the ones before it give.
     */
    public void calibrate(int[][] windows) {
        calibrate(TokenTensors.inputs(windows), 1);
    }

    /** Calibrates on rows of inputs, with as many ids at each place as {@code parts} says, whose embeddings add up. */
    public void calibrate(int[][] inputs, int parts) {
        new Calibration(this, parts).run(inputs);
    }

    /**
     * τ that {@link #calibrate} would set now, with the temperatures as they are: the median energy of each key head, and
     * the present τ where it is fixed. The model stays as it is.
     */
    public float[] calibratedTau(int[][] windows) {
        return new Calibration(this, 1).tau(TokenTensors.inputs(windows));
    }

    /**
     * Computes the gradient of the mean loss over windows of equal length, without dropout.
     *
     * @param windows token ids, each window one longer than its inputs
     * @param into receives the gradient of all parameters
     * @param observation what it tells besides
     */
    public MicroBatch gradient(int[][] windows, float[] into, Observation observation) {
        return gradient(windows, into, observation, 0);
    }

    /**
     * Computes the gradient of the mean loss over windows of equal length.
     *
     * @param dropoutSeed chooses what is dropped if the model has dropout; zero for nothing
     */
    public MicroBatch gradient(int[][] windows, float[] into, Observation observation, long dropoutSeed) {
        MicroBatch result = run(TokenTensors.inputs(windows), TokenTensors.targets(windows), observation, dropoutSeed);
        gradient.read(into);
        return result;
    }

    /**
     * Computes the gradient of the mean loss over chosen positions.
     *
     * @param inputs token ids, rows of equal length; where they are a multiple of the targets, that many stand at each
     *     position, and their embeddings add up
     * @param targets what each position should predict, or {@link #UNSCORED}
     */
    public MicroBatch gradient(int[][] inputs, int[][] targets, float[] into) {
        MicroBatch result = run(inputs, targets, Observation.NOTHING, 0);
        gradient.read(into);
        return result;
    }

    /** Computes the gradient and leaves it in {@link #flatGradient}, in the model's own precision. */
    MicroBatch run(int[][] inputs, int[][] targets, Observation observation, long dropoutSeed) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray[] found = compute(scope, inputs, targets, observation, dropoutSeed, false);
            double loss = crossings.doubles(found[0].toType(DataType.FLOAT64, false))[0];
            return new MicroBatch(
                    loss,
                    observation == Observation.ATTENTION
                            ? new AttentionSums(sampled(targets), crossings.doubles(found[1]))
                            : AttentionSums.NONE);
        }
    }

    /**
     * Computes the gradient without reading what comes of it.
     *
     * @param scope owner of the result
     * @param add whether the gradient is added to what {@link #flatGradient} holds
     * @return the loss, and what was observed of the attention of {@link #sampled} queries of each head
     */
    NDArray[] compute(
            NDManager scope, int[][] inputs, int[][] targets, Observation observation, long dropoutSeed, boolean add) {
        int places = targets[0].length;
        long[] positions = observation == Observation.ATTENTION ? AttentionSums.positions(places) : new long[0];
        try (NDManager arguments = scope.newSubManager()) {
            return program.callRecording(
                    scope,
                    "forward_backward",
                    arguments(
                            List.of(
                                    TokenTensors.of(arguments, inputs, inputs[0].length / places),
                                    TokenTensors.of(arguments, targets)),
                            model.softcap(),
                            tiling.chunk(),
                            tiling.slice(),
                            model.tied(),
                            gradientViews,
                            add,
                            dropoutSeed == 0 ? 0.0 : model.dropout(),
                            dropoutSeed,
                            observation != Observation.NOTHING,
                            lambdaCounts.fresh(),
                            QuantileSketch.WIDTH,
                            positions,
                            AttentionSums.RANGES));
        }
    }

    /** Queries of each head whose attention is observed. */
    static long sampled(int[][] targets) {
        return (long) targets.length * AttentionSums.positions(targets[0].length).length;
    }

    Crossings crossings() {
        return crossings;
    }

    /**
     * Scores windows without learning from them.
     *
     * @param windows token ids, all of one length, each one longer than its inputs
     * @return negative log-likelihood of each target in nats, [windows, length - 1]
     */
    public double[][] tokenLosses(int[][] windows) {
        try (NDManager scope = manager.newSubManager()) {
            List<Object> tokens = List.of(
                    TokenTensors.of(scope, TokenTensors.inputs(windows)),
                    TokenTensors.of(scope, TokenTensors.targets(windows)));
            double[] flat =
                    program.call(scope, "token_losses", arguments(tokens, model.softcap(), tiling.chunk()))[0]
                            .toDoubleArray();
            int length = flat.length / windows.length;
            double[][] losses = new double[windows.length][];
            for (int i = 0; i < windows.length; i++) {
                losses[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
            }
            return losses;
        }
    }

    /**
     * The likeliest next token at every position, [rows, positions].
     *
     * @param rows of equal length
     * @param parts ids at each position, whose embeddings add up
     */
    public int[][] likeliest(int[][] rows, int parts) {
        try (NDManager scope = manager.newSubManager()) {
            List<Object> tokens = List.of(TokenTensors.of(scope, rows, parts));
            return TokenTensors.rows(
                    program.call(scope, "likeliest", arguments(tokens, model.softcap(), tiling.chunk()))[0]);
        }
    }

    /** Logits of the token after the given ones, [vocabulary]. */
    public float[] nextLogits(int[] ids) {
        try (NDManager scope = manager.newSubManager()) {
            List<Object> tokens = List.of(TokenTensors.of(scope, new int[][] {ids}));
            return floats(program.call(scope, "next_logits", arguments(tokens, model.softcap()))[0]);
        }
    }

    /** The values of a tensor, rounded to single precision. */
    static float[] floats(NDArray tensor) {
        try (NDArray narrow = tensor.toType(DataType.FLOAT32, true)) {
            return narrow.toFloatArray();
        }
    }

    /**
     * Energies of queries [rows, H, length] and keys [rows, K, length] of one head group, row-major.
     *
     * @param parts ids at each position
     * @param layer of the group
     * @param group its number among all groups
     */
    float[][] energies(int[][] rows, int parts, int layer, int group) {
        try (NDManager scope = manager.newSubManager()) {
            List<Object> tokens = List.of(TokenTensors.of(scope, rows, parts));
            NDArray[] found = program.call(scope, "energies", arguments(tokens, layer, group));
            return new float[][] {
                found[0].toType(DataType.FLOAT32, false).toFloatArray(),
                found[1].toType(DataType.FLOAT32, false).toFloatArray()
            };
        }
    }

    ProgramPlan plan() {
        return plan;
    }

    /** The program's list of parameters. */
    List<NDArray> parameterList() {
        return parameterViews;
    }

    TorchProgram program() {
        return program;
    }

    Buffers buffers() {
        return buffers;
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

    /** The log temperatures that heads with λ learn. */
    List<Slot> temperatures() {
        return layout.temperatures(model);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** The arguments of a program method: its own first ones, the model's shape and tensors, its own last ones. */
    Object[] arguments(List<Object> first, Object... last) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(shape);
        all.addAll(Arrays.asList(last));
        return all.toArray();
    }

    /** One view per parameter of the program's list, which holds a tied embedding a second time as the head. */
    private List<NDArray> views(FlatTensor flat) {
        List<NDArray> views = new ArrayList<>();
        for (Slot slot : layout.slots()) {
            views.add(flat.view(slot.offset(), new Shape(slot.shape())).stopGradient());
        }
        if (model.tied()) {
            views.add(1, views.get(0));
        }
        return List.copyOf(views);
    }
}
