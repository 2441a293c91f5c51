package io.tauspark.model.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Precision;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.SpreadFactors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A small model with random parameters, none of them zero, and the same model in plain Java. */
final class SampleModel implements AutoCloseable {
    static final int VOCABULARY = 11;
    static final int SEPARATOR = 3;

    /** Nothing but a window for heads that want one. */
    static final PastConfig PLAIN_PAST =
            new PastConfig(PastConfig.PLAIN.delays(), List.of(), PastConfig.PLAIN.near(), 7, PastConfig.PLAIN.forget());

    final ModelConfig model;
    final HeadLaplacians laplacians;
    final SpreadFactors spread;
    final double[] parameters;
    final double[] tau;
    final TauGpt gpt;
    private final LambdaKernel kernel;
    private final Random random;

    SampleModel(ModelConfig model, Precision precision, long seed, NDManager manager) {
        this(model, precision, LambdaKernel.EXACT, seed, manager);
    }

    SampleModel(ModelConfig model, Precision precision, LambdaKernel kernel, long seed, NDManager manager) {
        this.random = new Random(seed);
        this.kernel = kernel;
        this.model = model;
        this.laplacians = rounded(RandomLaplacian.heads(model, random));
        this.spread = spread(model, random);
        this.gpt = new TauGpt(model, laplacians, spread, manager, precision, kernel);
        this.parameters = random.doubles(gpt.layout().size(), -0.6, 0.6).toArray();
        setTemperatures(0.1);
        float[] narrow = gpt.tau();
        drawTau(narrow);
        gpt.setTau(narrow);
        this.tau = widened(narrow);
    }

    /** Random factors; documents end at token 3, which activates nothing. */
    static SpreadFactors spread(ModelConfig model, Random random) {
        int rank = model.memory().spread().rank();
        if (rank == 0) {
            return SpreadFactors.NONE;
        }
        float[] values = new float[model.vocabulary() * rank];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / rank == SEPARATOR ? 0 : (float) random.nextGaussian();
        }
        return new SpreadFactors(rank, SEPARATOR, values);
    }

    /** τ is drawn for heads that calibrate it; fixed ones keep theirs. */
    private void drawTau(float[] values) {
        int at = 0;
        for (List<HeadGroup> layer : AttentionStack.of(model)) {
            for (HeadGroup group : layer) {
                for (int head = 0; group.hasLambda() && head < group.keyHeads(); head++) {
                    values[at] = group.tau() == null ? 0.5f + 1.5f * random.nextFloat() : values[at];
                    at++;
                }
            }
        }
    }

    /** Two layers of width 12 with three heads, changed as a test wants it. */
    static ModelConfig shape(AttentionKind kind, KeyWeight keyWeight) {
        return new ModelConfig(
                VOCABULARY,
                false,
                2,
                12,
                4,
                80,
                0,
                15,
                List.of(List.of(kind)),
                new HeadCounts(3, 3, 3, 3, 3),
                1,
                keyWeight,
                new LambdaConfig(
                        Regime.KRON, false, null, null, 7, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE),
                PLAIN_PAST,
                ShortcutConfig.NONE,
                MemoryConfig.PLAIN);
    }

    /** Sets every temperature that a head with λ or a dot product learns. */
    void setTemperatures(double value) {
        for (Slot slot : gpt.layout().slots()) {
            if (slot.name().endsWith("log_temperature")) {
                Arrays.fill(parameters, (int) slot.offset(), (int) (slot.offset() + slot.size()), Math.log(value));
            }
        }
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) parameters[i];
        }
        gpt.flatParameters().write(0, parameters);
    }

    int[][] windows(int count, int tokens) {
        int[][] windows = new int[count][];
        for (int i = 0; i < count; i++) {
            windows[i] = random.ints(tokens + 1, 0, VOCABULARY).toArray();
        }
        return windows;
    }

    ReferenceTauGpt reference() {
        return new ReferenceTauGpt(model, laplacians, spread, parameters, tau, kernel);
    }

    /** The gradient of the mean loss of all windows, in the model's own precision. */
    double[] gradient(int[][] windows) {
        gpt.run(TokenTensors.inputs(windows), TokenTensors.targets(windows), Observation.NOTHING, 0);
        return gpt.flatGradient().tensor().toType(DataType.FLOAT64, false).toDoubleArray();
    }

    double centralDifference(int[][] windows, int index) {
        double step = 1e-6;
        double kept = parameters[index];
        parameters[index] = kept + step;
        double above = loss(windows);
        parameters[index] = kept - step;
        double below = loss(windows);
        parameters[index] = kept;
        return (above - below) / (2 * step);
    }

    private double loss(int[][] windows) {
        return Arrays.stream(windows)
                .flatMapToDouble(window -> Arrays.stream(reference().losses(window)))
                .average()
                .orElseThrow();
    }

    @Override
    public void close() {
        gpt.close();
    }

    /** Values that single precision holds too, so that both sides compute with the same. */
    private static HeadLaplacians rounded(HeadLaplacians laplacians) {
        UnaryOperator<double[]> round =
                values -> Arrays.stream(values).map(v -> (float) v).toArray();
        laplacians
                .stacks()
                .replaceAll((name, stack) ->
                        new HeadLaplacians.Stack(stack.count(), stack.size(), round.apply(stack.values())));
        return laplacians;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }
}
