package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaplacianTest {
    @Test
    void energyOfAPathEigenvectorIsItsEigenvalue() {
        int size = 17;
        Laplacian path = Graphs.path(size);
        for (int mode = 0; mode < size; mode++) {
            double[] vector = new double[size];
            for (int i = 0; i < size; i++) {
                vector[i] = Math.cos(Math.PI * mode * (i + 0.5) / size);
            }
            assertThat(path.energy(vector, 0)).isCloseTo(2 - 2 * Math.cos(Math.PI * mode / size), within(1e-12));
        }
    }

    @Test
    void epsilonJoinsTheSquaredNorm() {
        double[] vector = {1, -1, 2};
        assertThat(Graphs.path(3).energy(vector, 0)).isCloseTo(13.0 / 6, within(1e-15));
        assertThat(Graphs.path(3).energy(vector, 7)).isCloseTo(1, within(1e-15));
    }

    @Test
    void energyDoesNotDependOnLengthOrSign() {
        Laplacian graph = Graphs.random(20, 5);
        double[] vector = new Random(1).doubles(20).toArray();
        double[] scaled = Arrays.stream(vector).map(x -> -1e3 * x).toArray();
        assertThat(graph.energy(scaled, 0)).isCloseTo(graph.energy(vector, 0), within(1e-13));
    }

    @Test
    void zeroAndConstantVectorsHaveNoEnergy() {
        Laplacian path = Graphs.path(4);
        assertThat(path.energy(new double[4], 0)).isZero();
        assertThat(path.energy(new double[4], 1e-6)).isZero();
        assertThat(path.energy(new double[] {3, 3, 3, 3}, 0)).isZero();
    }

    @Test
    void identityGivesOne() {
        Laplacian identity = Laplacian.of(2, new int[] {0, 1}, new int[] {0, 1}, new double[] {1, 1});
        assertThat(identity.energy(new double[] {0.3, -4}, 0)).isEqualTo(1);
    }

    @Test
    void sumsDuplicatesAndSortsTriplets() {
        Laplacian laplacian = Laplacian.of(
                3, new int[] {2, 0, 2, 0, 0}, new int[] {0, 2, 2, 0, 0}, new double[] {-1, -1, 1, 0.25, 0.75});
        List<String> entries = new ArrayList<>();
        laplacian.forEach((row, column, value) -> entries.add(row + "," + column + "=" + value));
        assertThat(entries).containsExactly("0,0=1.0", "0,2=-1.0", "2,0=-1.0", "2,2=1.0");
        assertThat(laplacian.nonZeros()).isEqualTo(4);
        assertThat(laplacian.at(1, 1)).isZero();
        assertThat(laplacian.dense()).containsExactly(1, 0, -1, 0, 0, 0, -1, 0, 1);
    }

    @Test
    void refusesWhatIsNoSquareMatrixOfNumbers() {
        int[] zero = {0};
        double[] one = {1};
        assertThatThrownBy(() -> Laplacian.of(0, zero, zero, one)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> Laplacian.of(2, new int[] {2}, zero, one)).hasMessageContaining("(2, 0)");
        assertThatThrownBy(() -> Laplacian.of(2, zero, new int[] {-1}, one)).hasMessageContaining("(0, -1)");
        assertThatThrownBy(() -> Laplacian.of(2, zero, zero, new double[] {Double.NaN}))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Laplacian.of(2, zero, zero, new double[2])).isInstanceOf(InvalidInput.class);
    }

    /** Powers of two scale without rounding, as far as numbers have all their bits. */
    @ParameterizedTest
    @ValueSource(ints = {-1000, -600, -510, -300, 0, 300})
    void givesAVectorTheSameEnergyAtAnyScale(int power) {
        double[] x = {1, -0.75, 3, 0.1};
        double[] scaled =
                Arrays.stream(x).map(value -> Math.scalb(value, power)).toArray();
        assertThat(Graphs.path(4).energy(scaled, 0)).isEqualTo(Graphs.path(4).energy(x, 0));
    }

    @Test
    void givesTheTiniestVectorItsEnergyUnlessEpsilonOutweighsIt() {
        double[] x = {Double.MIN_VALUE, 0};
        assertThat(Graphs.path(2).energy(x, 0)).isEqualTo(1);
        assertThat(Graphs.path(2).energy(x, Taumode.EPSILON)).isZero();
    }

    @Test
    void refusesAVectorOfAnotherWidth() {
        assertThatThrownBy(() -> Graphs.path(4).energy(new double[3], 0))
                .hasMessage("vector has 3 features, Laplacian has 4");
    }
}
