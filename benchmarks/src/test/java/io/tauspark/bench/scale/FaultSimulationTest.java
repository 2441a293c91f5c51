package io.tauspark.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FaultSimulationTest {
    private static final long STEPS = 2_000_000;

    @Test
    void withoutFailuresOnlyCheckpointsCost() {
        FaultSimulation faults = new FaultSimulation(0, 20, 100, 10);
        assertThat(faults.usefulShare(8, 1, STEPS, 1)).isCloseTo(100.0 / 110, within(1e-9));
        assertThat(faults.formula(8, 1)).isCloseTo(100.0 / 110, within(1e-9));
    }

    @Test
    void agreesWithTheFormulaWhereFailuresAreRare() {
        FaultSimulation faults = new FaultSimulation(0.01, 60, 500, 5);
        for (int workers : new int[] {1, 8, 64}) {
            assertThat(faults.usefulShare(workers, 1, STEPS, 3)).isCloseTo(faults.formula(workers, 1), within(0.02));
        }
    }

    @Test
    void aTrainingThatNeverReachesACheckpointHasNoUsefulShare() {
        assertThat(new FaultSimulation(1000, 60, 500, 5).usefulShare(64, 10, 10_000, 1))
                .isZero();
    }
}
