package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.LambdaConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of tau, grid and mean against plain double arithmetic on random and hard input. */
class AttentionKernelTest {
    private static final double[] TEMPERATURES = {1, 0.1, 0.02, LambdaConfig.PLAIN_TEMPERATURE};

    /** Temperatures at which the weight of every key may underflow, unless it is told relative to that of the nearest. */
    private static final double[] COLD = {0.003, 0.0005};

    /** One token, less than a block, a block and one, and what no block divides. */
    private static final int[] LENGTHS = {1, 7, 17, 45};

    /** Tokens with a near bias: none, one, fewer than a block has, more than two blocks have. */
    private static final int[] NEAR = {0, 1, 5, 35};

    private static final int BLOCK = 16;

    /** So small that a tile holds a single head. */
    private static final long TILE = 1000;

    private static final int DEPTH = 3;

    private static NDManager manager;
    private static TorchProgram program;

    @BeforeAll
    static void open() {
        manager = TorchEngine.open(1);
        program = TorchProgram.compile(manager, "TauGpt", ProgramSource.text());
    }

    @AfterAll
    static void close() {
        program.close();
        manager.close();
    }

    /**
     * Kernel, input, temperature: cells is -1 for tau, 0 for mean, else the cells of the grid; with a code through fused attention.
     */
    record Case(int cells, boolean code, HardInput input, double temperature) {
        static Stream<Case> all() {
            List<Case> all = new ArrayList<>();
            for (HardInput input : HardInput.values()) {
                for (int cells : new int[] {-1, 0, 1, 16, 64}) {
                    for (double temperature : TEMPERATURES) {
                        all.add(new Case(cells, false, input, temperature));
                        if (cells != 0) {
                            all.add(new Case(cells, true, input, temperature));
                        }
                    }
                }
                for (double temperature : COLD) {
                    all.add(new Case(-1, false, input, temperature));
                }
            }
            return all.stream();
        }

        static Stream<Case> coded() {
            return all().filter(Case::code);
        }

        boolean cold() {
            return temperature < LambdaConfig.PLAIN_TEMPERATURE;
        }

        /** Windows go with the form that looks for the largest logit. */
        int[] windows() {
            return cold() ? new int[] {0, 1, 7, 33} : new int[] {0};
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.AttentionKernelTest$Case#all")
    void outputIsThatOfPlainArithmetic(Case at) {
        Random random = new Random(at.hashCode());
        for (int length : LENGTHS) {
            for (int near : NEAR) {
                for (int window : at.windows()) {
                    Heads heads = new Heads(at, length, near, window, random);
                    assertThat(heads.outputs(DataType.FLOAT64)).containsExactly(heads.expected(), within(1e-9));
                    heads.round();
                    // A logit of 87 has an error of 4e-6 in single precision, a colder one a larger; values and outputs
                    // are of size one.
                    double tolerance = at.cold() ? 1e-6 / at.temperature() : 2e-5;
                    assertThat(heads.outputs(DataType.FLOAT32)).containsExactly(heads.expected(), within(tolerance));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.AttentionKernelTest$Case#all")
    void gradientsAreThoseOfCentralDifferences(Case at) {
        Random random = new Random(at.hashCode());
        for (int near : new int[] {0, 5, 35}) {
            int window = at.windows()[near % at.windows().length];
            Heads heads = new Heads(at, 37, near, window, random);
            double[] seed = random.doubles(heads.values.length, -1, 1).toArray();
            double[][] exact = heads.gradients(DataType.FLOAT64, seed);
            double[][] variables = heads.variables();
            for (int kind = 0; kind < variables.length; kind++) {
                for (int draw = 0; draw < 6 && variables[kind].length > 0; draw++) {
                    int index = random.nextInt(variables[kind].length);
                    if (heads.hasKinkAt(kind, index)) {
                        continue;
                    }
                    double expected = heads.centralDifference(variables[kind], index, seed);
                    assertThat(exact[kind][index])
                            .as("variable " + kind + " at " + index + ", near " + near + ", window " + window)
                            .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected)) / at.temperature()));
                }
            }
            double[][] single = heads.gradients(DataType.FLOAT32, seed);
            for (int kind = 0; kind < exact.length; kind++) {
                double largest = Arrays.stream(exact[kind]).map(Math::abs).max().orElse(0);
                // λ counts in units of the temperature, and its gradient on a grid is a difference over one cell.
                double unit = Math.max(1 / at.temperature(), cells(at));
                // Through the code, a key's log-weight and its shares' logs may each be as large as a logit.
                double plain = at.code() ? 5e-5 : 2e-5;
                double tolerance = (at.cold() ? 1e-6 / at.temperature() : plain) * Math.max(largest, unit);
                assertThat(single[kind]).containsExactly(exact[kind], within(tolerance));
            }
        }
    }

    /** In half precision the temperature acts as bfloat16 rounds it, in the plain arithmetic here too. */
    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.AttentionKernelTest$Case#coded")
    void halfPrecisionAddsItsRoundingAndNoMore(Case at) {
        Random random = new Random(at.hashCode());
        for (int near : new int[] {0, 5}) {
            Heads heads = new Heads(at, 60, near, 0, random);
            heads.roundTemperature();
            double[] expected = heads.expected();
            assertThat(differ(heads.outputs(DataType.BFLOAT16), expected)).isLessThan(0.01 * length(expected));
            double[] seed = random.doubles(heads.values.length, -1, 1).toArray();
            double[][] exact = heads.gradients(DataType.FLOAT64, seed);
            double[][] half = heads.gradients(DataType.BFLOAT16, seed);
            for (int kind = 0; kind < exact.length; kind++) {
                // A weight is off by up to 0.4 %, and a gradient that is zero by what such errors leave of it.
                double unit = kind < 2 ? 1 / at.temperature() : 1;
                double most = 0.02 * Math.max(length(exact[kind]), unit * length(exact[5]));
                assertThat(differ(half[kind], exact[kind]))
                        .as("variable " + kind)
                        .isLessThanOrEqualTo(most);
            }
        }
    }

    private static double differ(double[] found, double[] expected) {
        double[] difference = new double[expected.length];
        Arrays.setAll(difference, i -> found[i] - expected[i]);
        return length(difference);
    }

    private static double length(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
    }

    private static int cells(Case at) {
        return Math.max(1, at.cells());
    }

    /** Two heads with the same λ, other key weights and values. */
    private static final class Heads {
        final int cells;
        final boolean code;
        final int length;
        final double[] queries;
        final double[] keys;
        final double[] inverse;
        final double[] bias;
        final double[] weights;
        final double[] values;
        final boolean cold;
        final int window;

        Heads(Case at, int length, int near, int window, Random random) {
            this.window = window;
            this.cells = at.cells();
            this.code = at.code();
            this.cold = at.cold();
            this.length = length;
            double[][] lambdas = at.input().make(length, random);
            queries = twice(lambdas[0]);
            keys = twice(lambdas[1]);
            inverse = new double[] {1 / at.temperature(), 1 / at.temperature()};
            weights = new double[2 * length];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum = i == length ? 0 : sum + random.nextDouble();
                weights[i] = random.nextGaussian() + sum;
            }
            values = random.doubles(2L * length * DEPTH, -1, 1).toArray();
            bias = new double[2 * near];
            for (int i = 0; i < bias.length; i++) {
                // One head has biases of the usual size, the other such that hardly any near key is left.
                bias[i] = i < near ? 3 * random.nextGaussian() : -60 * random.nextDouble();
            }
        }

        double[][] variables() {
            return cells == 0
                    ? new double[][] {bias, weights, values}
                    : new double[][] {queries, keys, inverse, bias, weights, values};
        }

        void round() {
            for (double[] variable : new double[][] {queries, keys, inverse, bias, weights, values}) {
                for (int i = 0; i < variable.length; i++) {
                    variable[i] = (float) variable[i];
                }
            }
        }

        void roundTemperature() {
            for (int i = 0; i < inverse.length; i++) {
                int bits = Float.floatToIntBits((float) (inverse[i] / codeCells())) & 0xffff0000;
                inverse[i] = codeCells() * (double) Float.intBitsToFloat(bits);
            }
        }

        /** At a tie, and for the grid where a query or key is on a point, the derivative has two sides. */
        boolean hasKinkAt(int kind, int index) {
            if (cells == 0 || kind >= 2) {
                return false;
            }
            double near = 1e-5;
            double x = variables()[kind][index];
            int points = codeCells();
            if ((code || cells > 0) && Math.abs(x * points - Math.rint(x * points)) < near) {
                return true;
            }
            if (cells > 0) {
                return false;
            }
            double[] others = kind == 0 ? keys : queries;
            return Arrays.stream(others).anyMatch(other -> Math.abs(x - other) < near);
        }

        double[] expected() {
            double[] result = new double[values.length];
            for (int head = 0; head < 2; head++) {
                int from = head * length;
                double[] q = Arrays.copyOfRange(queries, from, from + length);
                double[] k = Arrays.copyOfRange(keys, from, from + length);
                double temperature = 1 / inverse[head];
                double[][] v = new double[length][];
                for (int t = 0; t < length; t++) {
                    v[t] = Arrays.copyOfRange(values, (from + t) * DEPTH, (from + t + 1) * DEPTH);
                }
                ReferenceAttention.LogKernel kernel =
                        switch (cells) {
                            case -1 ->
                                code
                                        ? ReferenceAttention.coded(q, k, temperature, codeCells(), bias.length / 2)
                                        : ReferenceAttention.tau(q, k, temperature);
                            case 0 -> ReferenceAttention.mean();
                            default -> ReferenceAttention.grid(q, k, temperature, cells);
                        };
                int near = bias.length / 2;
                kernel = ReferenceAttention.near(kernel, Arrays.copyOfRange(bias, head * near, (head + 1) * near));
                kernel = ReferenceAttention.within(kernel, window);
                double[][] y = ReferenceAttention.attend(kernel, Arrays.copyOfRange(weights, from, from + length), v);
                for (int t = 0; t < length; t++) {
                    System.arraycopy(y[t], 0, result, (from + t) * DEPTH, DEPTH);
                }
            }
            return result;
        }

        double centralDifference(double[] variable, int index, double[] seed) {
            double step = 1e-7;
            double kept = variable[index];
            variable[index] = kept + step;
            double[] above = expected();
            variable[index] = kept - step;
            double[] below = expected();
            variable[index] = kept;
            double sum = 0;
            for (int i = 0; i < seed.length; i++) {
                sum += seed[i] * (above[i] - below[i]) / (2 * step);
            }
            return sum;
        }

        double[] outputs(DataType type) {
            try (NDManager scope = manager.newSubManager()) {
                return doubles(forward(scope, type)[0]);
            }
        }

        private NDArray[] forward(NDManager scope, DataType type) {
            Object[] tensors = tensors(scope, type);
            if (code) {
                return call(scope, "cells_attention", tensors, cells > 0, codeCells());
            }
            return cells < 0
                    ? call(scope, "blocked_attention", tensors, cold, window, BLOCK, TILE)
                    : call(scope, "grid_attention", tensors, cells, BLOCK);
        }

        /** Gradients of the variables, for tau with those of λ and temperature by the chain rule. */
        double[][] gradients(DataType type, double[] seed) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray[] made = forward(scope, type);
                List<Object> arguments = new ArrayList<>(Arrays.asList(tensors(scope, type)));
                arguments.addAll(List.of(made[0], made[1], vectors(scope, seed, type)));
                if (code) {
                    NDArray[] found =
                            call(scope, "cells_attention_backward", arguments.toArray(), cells > 0, codeCells());
                    return Arrays.stream(found).map(this::doubles).toArray(double[][]::new);
                }
                if (cells < 0) {
                    NDArray[] found =
                            call(scope, "blocked_attention_backward", arguments.toArray(), window, BLOCK, TILE);
                    double[] a = doubles(found[0]);
                    double[] b = doubles(found[1]);
                    double[] s = new double[2];
                    for (int i = 0; i < a.length; i++) {
                        s[i / length] += a[i] * queries[i] + b[i] * keys[i];
                        a[i] *= inverse[i / length];
                        b[i] *= inverse[i / length];
                    }
                    return new double[][] {a, b, s, doubles(found[2]), doubles(found[3]), doubles(found[4])};
                }
                NDArray[] found = call(scope, "grid_attention_backward", arguments.toArray(), cells, BLOCK);
                double[][] all = Arrays.stream(found).map(this::doubles).toArray(double[][]::new);
                return cells == 0 ? new double[][] {all[3], all[4], all[5]} : all;
            }
        }

        private Object[] tensors(NDManager scope, DataType type) {
            NDArray c = tensor(scope, weights, type, 2, length);
            NDArray v = vectors(scope, values, type);
            NDArray near = tensor(scope, bias, type, 2, bias.length / 2);
            if (cells < 0 && !code) {
                return new Object[] {
                    tensor(scope, scaled(queries), type, 2, length),
                    tensor(scope, scaled(keys), type, 2, length),
                    c,
                    v,
                    near
                };
            }
            return new Object[] {
                tensor(scope, queries, type, 2, length),
                tensor(scope, keys, type, 2, length),
                tensor(scope, inverse, type, 2),
                c,
                v,
                near
            };
        }

        /** Cells of the code, if there is one. */
        private int codeCells() {
            return cells > 0 ? cells : LambdaKernel.OF_TAU;
        }

        private double[] scaled(double[] lambdas) {
            double[] result = new double[lambdas.length];
            Arrays.setAll(result, i -> lambdas[i] * inverse[i / length]);
            return result;
        }

        private NDArray[] call(NDManager scope, String method, Object[] first, Object... last) {
            List<Object> all = new ArrayList<>(Arrays.asList(first));
            all.addAll(Arrays.asList(last));
            return program.call(scope, method, all.toArray());
        }

        /** Values or their gradient, which alone may be of half precision: the program makes them so, DJL cannot. */
        private NDArray vectors(NDManager scope, double[] values, DataType type) {
            NDArray made = tensor(scope, values, type, 2, length, DEPTH);
            return type == DataType.BFLOAT16 ? program.call(scope, "product", made, scope.eye(DEPTH), true)[0] : made;
        }

        private NDArray tensor(NDManager scope, double[] values, DataType type, long... shape) {
            return scope.create(values, new Shape(shape))
                    .toType(type == DataType.BFLOAT16 ? DataType.FLOAT32 : type, false);
        }

        private double[] doubles(NDArray tensor) {
            return tensor.toType(DataType.FLOAT64, false).toDoubleArray();
        }

        private static double[] twice(double[] values) {
            double[] result = Arrays.copyOf(values, 2 * values.length);
            System.arraycopy(values, 0, result, values.length, values.length);
            return result;
        }
    }
}
