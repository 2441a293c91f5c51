package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubspaceRotationTest {
    private static final int SIZE = 6;

    /** Two vectors, turned by these angles out of the first two axes towards the third and the fourth. */
    private static double[] turned(double first, double second) {
        double[] basis = new double[2 * SIZE];
        basis[0] = Math.cos(Math.toRadians(first));
        basis[2] = Math.sin(Math.toRadians(first));
        basis[SIZE + 1] = Math.cos(Math.toRadians(second));
        basis[SIZE + 3] = Math.sin(Math.toRadians(second));
        return basis;
    }

    private static List<Double> angles(double[] first, double[] second) {
        return SubspaceRotation.principalAngles(first, second, SIZE, 2);
    }

    @Test
    void findsKnownAngles() {
        for (double small : new double[] {0, 1e-9, 1e-3, 30, 44.999, 45, 45.001}) {
            for (double large : new double[] {45.001, 60, 89.999, 90}) {
                List<Double> found = angles(turned(0, 0), turned(large, small));
                assertThat(found.get(0)).isCloseTo(small, within(1e-12));
                assertThat(found.get(1)).isCloseTo(large, within(1e-12));
            }
        }
    }

    @Test
    void doesNotCareForTheBasis() {
        double[] plane = turned(20, 70);
        double[] mixed = new double[2 * SIZE];
        for (int k = 0; k < SIZE; k++) {
            mixed[k] = 0.6 * plane[k] + 0.8 * plane[SIZE + k];
            mixed[SIZE + k] = 0.8 * plane[k] - 0.6 * plane[SIZE + k];
        }
        assertThat(angles(plane, mixed)).allSatisfy(angle -> assertThat(angle).isCloseTo(0, within(1e-12)));
        assertThat(angles(turned(0, 0), mixed).get(0)).isCloseTo(20, within(1e-12));
        assertThat(angles(turned(0, 0), mixed).get(1)).isCloseTo(70, within(1e-12));
    }

    @Test
    void orthogonalSubspacesAreARightAngleApart() {
        assertThat(angles(turned(0, 0), turned(90, 90)))
                .allSatisfy(angle -> assertThat(angle).isCloseTo(90, within(1e-12)));
    }
}
