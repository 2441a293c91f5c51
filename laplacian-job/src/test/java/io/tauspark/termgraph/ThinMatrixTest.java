package io.tauspark.termgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ThinMatrixTest {
    private final Random random = new Random(2);

    private ThinMatrix random(int rows, int columns) {
        ThinMatrix matrix = ThinMatrix.zeros(rows, columns);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = random.nextGaussian();
        }
        return matrix;
    }

    @Test
    void multipliesLikeThreeLoops() {
        ThinMatrix matrix = random(1_301, 13);
        double[] small = random.doubles(13 * 7).toArray();
        ThinMatrix product = matrix.times(small, 7);
        double[] gram = matrix.gram();
        for (int i = 0; i < 13; i++) {
            for (int j = 0; j < 13; j++) {
                double expected = 0;
                for (int row = 0; row < matrix.rows(); row++) {
                    expected += matrix.values()[row * 13 + i] * matrix.values()[row * 13 + j];
                }
                assertThat(gram[i * 13 + j]).isCloseTo(expected, within(1e-9));
            }
        }
        for (int row = 0; row < matrix.rows(); row += 50) {
            for (int j = 0; j < 7; j++) {
                double expected = 0;
                for (int i = 0; i < 13; i++) {
                    expected += matrix.values()[row * 13 + i] * small[i * 7 + j];
                }
                assertThat(product.values()[row * 7 + j]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void spansTheSameWithFewerColumnsWhereSomeDependOnOthers() {
        ThinMatrix three = random(200, 3);
        double[] mix = {1, 0, 0, 1, 2, 0, 1, 0, -1, 0, 0, 1, 1, 1, 0};
        ThinMatrix basis = three.times(mix, 5).orthonormal();
        assertThat(basis.columns()).isEqualTo(3);
        double[] gram = basis.gram();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(gram[i * 3 + j]).isCloseTo(i == j ? 1 : 0, within(1e-10));
            }
        }
        assertThat(ThinMatrix.zeros(9, 4).orthonormal().columns()).isZero();
    }

    @Test
    void turnsColumnsByTheirLargestComponentAndTheFirstOfEqualOnes() {
        ThinMatrix matrix = new ThinMatrix(3, 2, new double[] {1, 2, -3, -2, 2, 0});
        matrix.settleSigns();
        assertThat(matrix.values()).containsExactly(-1, 2, 3, -2, -2, 0);
    }

    @Test
    void multipliesSparseRowsInTheOrderOfColumns() {
        int columns = 900;
        ThinMatrix thin = random(columns, 6);
        double[][] dense = new double[40][columns];
        SparseBlock.Builder builder = new SparseBlock.Builder();
        for (int row = 0; row < dense.length; row++) {
            builder.row(2 * row);
            for (int column = 0; column < columns; column++) {
                if (row != 3 && random.nextInt(4) == 0) {
                    float value = random.nextFloat();
                    dense[row][column] = value;
                    builder.entry(column, value);
                }
            }
        }
        SparseBlock block = builder.build();
        double[] product = block.times(thin);
        for (int row = 0; row < dense.length; row++) {
            assertThat(block.rows()[row]).isEqualTo(2 * row);
            for (int j = 0; j < 6; j++) {
                double expected = 0;
                for (int column = 0; column < columns; column++) {
                    expected += dense[row][column] * thin.values()[column * 6 + j];
                }
                assertThat(product[row * 6 + j]).isCloseTo(expected, within(1e-10));
            }
        }
    }
}
