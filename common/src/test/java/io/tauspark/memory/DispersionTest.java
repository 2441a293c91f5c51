package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DispersionTest {
    @Test
    void isAHalfWhereOneEdgeHasAllOfTheEnergy() {
        assertThat(Dispersion.of(Graphs.path(4), new double[] {1, 1, 5, 5})).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void isOneOverTwiceTheEdgesWhereAllHaveTheSame() {
        assertThat(Dispersion.of(Graphs.path(5), new double[] {0, 1, 2, 3, 4})).isCloseTo(1 / 8.0, within(1e-12));
    }

    @Test
    void isNothingWhereNoEdgeHasAny() {
        assertThat(Dispersion.of(Graphs.path(3), new double[] {2, 2, 2})).isZero();
    }

    @Test
    void lambdaMixesEnergyAndDispersionByTau() {
        Laplacian path = Graphs.path(3);
        double[] x = {1, 0, 0};
        // E = 1 on one edge, so G = 1/2.
        assertThat(Dispersion.lambda(path, x, 1, 0.25)).isCloseTo(0.25 * (1 / 1.25) + 0.75 * 0.5, within(1e-12));
        assertThat(Dispersion.lambda(path, x, 1, 3))
                .isCloseTo(3 * (1 / 4.0) - 2 * 0.5, within(1e-12))
                .isNegative();
        assertThat(Dispersion.lambda(path, new double[3], 0, 0.25)).isZero();
    }
}
