package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.Blocks;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Group;
import io.tauspark.model.ParameterLayout.Kind;
import io.tauspark.model.ParameterLayout.Matrix;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.Partition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The optimizer of a range of the flat parameters of one model: AdamW, or Muon for the linear maps between vectors and AdamW
 * for everything else, with the gradient shortened to a largest global norm. Moments exist for the range alone, so that
 * the members of a {@link Partition} hold one copy of them between them.
 *
 * <p>Each native call of AdamW works on pieces that are what one block and one group of parameters have in common. PyTorch's
 * kernels compute the tail of a tensor with other instructions than its body; with these pieces the tails are the same
 * whatever the range, and so is every bit of the result. A map that Muon moves is a block of its own. On a GPU a piece is
 * all that lies between two of them in a group.
 *
 * <p>Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, computed by PyTorch's fused
 * kernel; for Muon see {@link Muon}.
 */
public final class Optimizer implements AutoCloseable {
    private final OptimizerConfig config;
    private final TauGpt gpt;
    private final Blocks blocks;
    private final int from;
    private final int to;
    private final NDManager manager;
    private final FlatTensor first;
    private final FlatTensor second;
    private final NDArray count;
    private final List<Pieces> pieces = new ArrayList<>();
    private final List<Muon> maps = new ArrayList<>();
    private final List<NDArray> temperatures = new ArrayList<>();
    private long steps;

    /** All parts of the range that are of one kind: views of parameters, gradient and moments, one for each block. */
    private record Pieces(
            Kind kind, List<NDArray> parameters, List<NDArray> gradient, List<NDArray> first, List<NDArray> second) {
        Pieces(Kind kind) {
            this(kind, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** An optimizer of all parameters. */
    public Optimizer(OptimizerConfig config, TauGpt gpt) {
        this(config, gpt, 0, Math.toIntExact(gpt.layout().size()));
    }

    /**
     * An optimizer of the parameters [from, to).
     *
     * @param from first parameter, on the border of a block
     * @param to end of the range, on the border of a block or the end of the parameters; equal to {@code from} for a
     *     member that owns none
     */
    public Optimizer(OptimizerConfig config, TauGpt gpt, int from, int to) {
        Blocks all = blocks(config, gpt.layout(), gpt.config());
        if (from < 0 || from > to || to > all.size() || !all.isBorder(from) || !all.isBorder(to)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "range [%d, %d) of %d parameters does not begin and end on borders of blocks",
                    from,
                    to,
                    all.size()));
        }
        this.blocks = all;
        this.config = config;
        this.gpt = gpt;
        this.from = from;
        this.to = to;
        this.manager = gpt.manager().newSubManager();
        this.first = FlatTensor.zeros(manager, DataType.FLOAT32, gpt.crossings(), to - from);
        this.second = FlatTensor.zeros(manager, DataType.FLOAT32, gpt.crossings(), to - from);
        this.count = manager.zeros(new Shape(), DataType.FLOAT32);
        List<Matrix> moved = config.maps(gpt.layout(), gpt.config());
        // A GPU's bits do not follow from ranges anyway, and few calls are what it is fast with.
        Blocks cuts = manager.getDevice().isGpu() ? Blocks.fewest(moved, blocks.size()) : blocks;
        Map<Integer, Matrix> whole = moved.stream().collect(Collectors.toMap(Matrix::offset, matrix -> matrix));
        gpt.layout().groups().forEach(group -> addPieces(group, whole, cuts));
        for (Slot slot : gpt.temperatures()) {
            long begin = Math.max(from, slot.offset());
            long end = Math.min(to, slot.offset() + slot.size());
            if (begin < end) {
                temperatures.add(view(gpt.flatParameters(), begin, end));
            }
        }
    }

    /** The blocks that the parameters of a model are optimized by. */
    public static Blocks blocks(OptimizerConfig config, ParameterLayout layout, ModelConfig model) {
        return Blocks.around(config.maps(layout, model), Math.toIntExact(layout.size()));
    }

    /**
     * The squared length of the mean gradient, block by block.
     *
     * @param sum sum of the gradients of a number of micro-batches, for all parameters; only the range is read
     * @param micro number of micro-batches in the sum
     * @return sum of the squares of the mean gradient in each block of the range; not finite if a value is not
     */
    public double[] squares(float[] sum, int micro) {
        DoubleStream.Builder squares = DoubleStream.builder();
        for (int start = from; start < to; start = blocks.end(start)) {
            squares.add(square(sum, start, blocks.end(start)) / ((double) micro * micro));
        }
        return squares.build().toArray();
    }

    /** Norm of the mean gradient, from its {@link #squares} in all blocks of all ranges in order. */
    public static double norm(double[] squares) {
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum);
    }

    /**
     * Takes one step on all parameters. For an optimizer of all of them only.
     *
     * @param sum sum of the gradients of a number of micro-batches; not modified
     * @param micro number of micro-batches in the sum
     * @param rate learning rate of this step
     * @return norm of the mean gradient before clipping
     */
    public double step(float[] sum, int micro, double rate) {
        if (to - from != gpt.layout().size()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "parameters [%d, %d) of %d do not have the norm of all",
                    from,
                    to,
                    gpt.layout().size()));
        }
        double norm = norm(squares(sum, micro));
        step(sum, micro, norm, rate);
        return norm;
    }

    /**
     * Takes one step on the parameters of the range, in place.
     *
     * @param sum sum of the gradients of a number of micro-batches, for all parameters; only the range is read
     * @param micro number of micro-batches in the sum
     * @param norm norm of the mean gradient of all parameters. It must be finite: a step that follows a gradient without
     *     a norm would ruin the parameters
     * @param rate learning rate of this step
     */
    public void step(float[] sum, int micro, double norm, double rate) {
        if (from < to) {
            gpt.flatGradient().write(from, sum, from, to - from);
        }
        step(micro, norm, rate);
    }

    /** Takes the same step after the sum of gradients that the model holds itself, which is used up then. */
    void step(int micro, double norm, double rate) {
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("no step can follow a gradient of norm " + norm);
        }
        steps++;
        if (from == to) {
            return;
        }
        double shortened = norm > config.clip() ? config.clip() / norm : 1;
        try (NDManager scope = manager.newSubManager();
                NDArray gradient = gpt.flatGradient().view(from, to - from)) {
            gpt.program().call(scope, "scale", gradient, shortened / micro);
            for (Pieces alike : pieces) {
                step(scope, alike, rate);
            }
            for (Muon map : maps) {
                map.step(gpt.program(), scope, config, rate);
            }
            for (NDArray temperature : temperatures) {
                gpt.program()
                        .call(
                                scope,
                                "clamp_temperature",
                                temperature,
                                Math.log(gpt.config().lambda().leastTemperature()));
            }
        }
    }

    private void step(NDManager scope, Pieces alike, double rate) {
        gpt.program()
                .call(
                        scope,
                        "adamw",
                        alike.parameters(),
                        alike.gradient(),
                        alike.first(),
                        alike.second(),
                        Collections.nCopies(alike.parameters().size(), count),
                        (double) steps,
                        rate * config.rate(alike.kind(), gpt.config()),
                        config.beta1(),
                        config.beta2(),
                        alike.kind() == Kind.MATRIX ? config.weightDecay() : 0.0,
                        config.epsilon());
    }

    /** Steps taken, those before a {@link #restore} included. */
    public long steps() {
        return steps;
    }

    /** A copy of the first moments of the range, in the order of the parameters. */
    public float[] firstMoments() {
        return copy(first);
    }

    /** A copy of the second moments of the range, in the order of the parameters. */
    public float[] secondMoments() {
        return copy(second);
    }

    /**
     * Resumes from where an optimizer stood, of this range or of ranges that this one is put together from.
     *
     * @param taken its {@link #steps}
     * @param firstMoments of this range
     * @param secondMoments of this range
     */
    public void restore(long taken, float[] firstMoments, float[] secondMoments) {
        if (firstMoments.length != to - from || secondMoments.length != to - from) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d first and %d second moments for the %d parameters [%d, %d)",
                    firstMoments.length,
                    secondMoments.length,
                    to - from,
                    from,
                    to));
        }
        steps = taken;
        if (from < to) {
            first.write(0, firstMoments);
            second.write(0, secondMoments);
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private void addPieces(Group group, Map<Integer, Matrix> whole, Blocks cuts) {
        Pieces alike = new Pieces(group.kind());
        int end = Math.min(to, Math.toIntExact(group.offset() + group.size()));
        int begin = Math.max(from, Math.toIntExact(group.offset()));
        while (begin < end) {
            int next = Math.min(end, cuts.end(begin));
            Matrix matrix = whole.get(begin);
            if (matrix == null) {
                add(alike, begin, next);
            } else {
                maps.add(map(matrix));
            }
            begin = next;
        }
        if (!alike.parameters().isEmpty()) {
            pieces.add(alike);
        }
    }

    private void add(Pieces alike, int begin, int end) {
        alike.parameters().add(view(gpt.flatParameters(), begin, end));
        alike.gradient().add(view(gpt.flatGradient(), begin, end));
        alike.first().add(view(first, begin - from, end - from));
        alike.second().add(view(second, begin - from, end - from));
    }

    private Muon map(Matrix matrix) {
        return new Muon(
                matrix,
                matrix(gpt.flatParameters(), matrix, matrix.offset()),
                matrix(gpt.flatGradient(), matrix, matrix.offset()),
                matrix(first, matrix, matrix.offset() - from));
    }

    /** The view of a matrix that begins at a place of a tensor; closed with this optimizer. */
    private NDArray matrix(FlatTensor tensor, Matrix matrix, int begin) {
        NDArray view = tensor.view(begin, new Shape(matrix.rows(), matrix.columns()));
        view.attach(manager);
        return view;
    }

    /** A view that is closed with this optimizer, not with the tensor's owner. */
    private NDArray view(FlatTensor tensor, long begin, long end) {
        NDArray view = tensor.view(begin, end - begin);
        view.attach(manager);
        return view;
    }

    private float[] copy(FlatTensor tensor) {
        float[] values = new float[to - from];
        if (from < to) {
            tensor.read(values);
        }
        return values;
    }

    /** Four sums side by side, joined at the end: a fixed order that does not wait for each addition. */
    static double square(float[] values, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (; i < to; i++) {
            a += (double) values[i] * values[i];
        }
        return a + b + (c + d);
    }
}
