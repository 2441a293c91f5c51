package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.ParameterLayout.Matrix;
import io.tauspark.model.torch.OptimizerConfig.Matrices;
import io.tauspark.model.torch.OptimizerConfig.MuonConfig;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuonTest {
    private static final double RATE = 0.02;
    private static final double DECAY = 0.1;
    private static final OptimizerConfig CONFIG =
            new OptimizerConfig(0.9, 0.95, 1e-8, DECAY, 1, 5, null, Matrices.MUON, new MuonConfig(0.9, 1.5, 5));

    @ParameterizedTest
    @CsvSource({"8, 8", "5, 32", "32, 5", "1, 7", "7, 1", "1, 1", "96, 64"})
    void stepsFollowThePublishedUpdate(int rows, int columns) {
        Random random = new Random(rows * 100L + columns);
        try (NDManager manager = TorchEngine.open(1)) {
            RealMatrix map = gaussian(rows, columns, random);
            RealMatrix momentum = new Array2DRowRealMatrix(rows, columns);
            NDArray parameters = tensor(manager, map);
            NDArray remembered = tensor(manager, momentum);
            for (int step = 0; step < 4; step++) {
                RealMatrix gradient = gaussian(rows, columns, random);
                momentum = momentum.scalarMultiply(0.9).add(gradient.scalarMultiply(0.1));
                RealMatrix ahead = gradient.scalarMultiply(0.1).add(momentum.scalarMultiply(0.9));
                double rate = 1.5 * RATE;
                map = map.scalarMultiply(1 - rate * DECAY)
                        .subtract(orthogonal(ahead, 5).scalarMultiply(rate * 0.2 * Math.sqrt(Math.max(rows, columns))));
                step(manager, parameters, tensor(manager, gradient), remembered, rows, columns);
            }
            assertThat(wide(parameters)).containsExactly(flat(map), within(1e-5));
            assertThat(wide(remembered)).containsExactly(flat(momentum), within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 16, 64", "1e12, 64, 16", "1e-12, 24, 24"})
    void anUpdateHasSingularValuesNearOneWhateverTheGradientsSize(double size, int rows, int columns) {
        try (NDManager manager = TorchEngine.open(1)) {
            NDArray parameters = manager.zeros(new Shape(rows, columns));
            NDArray gradient =
                    tensor(manager, gaussian(rows, columns, new Random(4)).scalarMultiply(size));
            step(manager, parameters, gradient, manager.zeros(new Shape(rows, columns)), rows, columns);
            double scale = 1.5 * RATE * 0.2 * Math.sqrt(Math.max(rows, columns));
            double[] singular = new SingularValueDecomposition(
                            matrix(parameters, rows, columns).scalarMultiply(1 / scale))
                    .getSingularValues();
            // A square matrix of random numbers has a singular value so small that five rounds do not lift it.
            assertThat(Arrays.stream(singular).limit(singular.length - 2L).boxed())
                    .allSatisfy(value -> assertThat(value).isBetween(0.5, 1.3));
        }
    }

    @Test
    void withoutAGradientThereIsDecayAlone() {
        try (NDManager manager = TorchEngine.open(1)) {
            NDArray parameters = manager.ones(new Shape(3, 4));
            NDArray none = manager.zeros(new Shape(3, 4));
            step(manager, parameters, none, manager.zeros(new Shape(3, 4)), 3, 4);
            assertThat(wide(parameters)).containsOnly((float) (1 - 1.5 * RATE * DECAY));
        }
    }

    private static void step(
            NDManager manager, NDArray parameters, NDArray gradient, NDArray momentum, int rows, int columns) {
        new Muon(new Matrix(0, rows, columns), parameters, gradient, momentum)
                .step(TorchProgram.ofTauGpt(), manager, CONFIG, RATE);
    }

    /** The iteration of Newton and Schulz as it was published, without any of the program's rearrangements. */
    private static RealMatrix orthogonal(RealMatrix u, int iterations) {
        RealMatrix x = u.scalarMultiply(1 / u.getFrobeniusNorm());
        for (int i = 0; i < iterations; i++) {
            RealMatrix a = x.multiply(x.transpose());
            RealMatrix polynomial = MatrixUtils.createRealIdentityMatrix(a.getRowDimension())
                    .scalarMultiply(3.4445)
                    .subtract(a.scalarMultiply(4.775))
                    .add(a.multiply(a).scalarMultiply(2.0315));
            x = polynomial.multiply(x);
        }
        return x;
    }

    private static RealMatrix gaussian(int rows, int columns, Random random) {
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.setEntry(i, j, (float) random.nextGaussian());
            }
        }
        return matrix;
    }

    private static NDArray tensor(NDManager manager, RealMatrix matrix) {
        float[] values = new float[matrix.getRowDimension() * matrix.getColumnDimension()];
        double[] flat = flat(matrix);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) flat[i];
        }
        return manager.create(values, new Shape(matrix.getRowDimension(), matrix.getColumnDimension()));
    }

    private static RealMatrix matrix(NDArray tensor, int rows, int columns) {
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        double[] values = wide(tensor);
        for (int i = 0; i < values.length; i++) {
            matrix.setEntry(i / columns, i % columns, values[i]);
        }
        return matrix;
    }

    private static double[] flat(RealMatrix matrix) {
        return Arrays.stream(matrix.getData()).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] wide(NDArray tensor) {
        float[] values = tensor.toFloatArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
