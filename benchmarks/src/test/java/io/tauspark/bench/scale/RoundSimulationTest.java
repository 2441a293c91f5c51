package io.tauspark.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundSimulationTest {
    private static final Costs COSTS = new Costs(1_000_000, 1, 0, 0.1, 0.01, 4, 1e-9, 1e-5, 0, 1e9, 1e-9, 0.5);

    @Test
    void mergesAsTreeAggregateDoes() {
        assertThat(RoundSimulation.merges(1)).containsExactly(1);
        assertThat(RoundSimulation.merges(2)).containsExactly(2);
        assertThat(RoundSimulation.merges(8)).containsExactly(2, 4);
        assertThat(RoundSimulation.merges(64)).containsExactly(8, 8);
        assertThat(RoundSimulation.merges(1024)).containsExactly(32, 32);
    }

    @Test
    void aMeetingIsSharedByTheStepsOfItsRound() {
        RoundSimulation simulation = new RoundSimulation(COSTS, 8);
        // 12 MB at 1 ns a byte, read or written: 2 for the broadcast and 1 for its link, 3 at the end, 6 merged, 2
        // written.
        double state = 0.012;
        assertThat(simulation.meeting()).isCloseTo(14 * state + 3 * 4.194304e-3 + 3 * 0.5, within(1e-9));
        assertThat(simulation.secondsPerStep(3, 10, 2, 1))
                .isCloseTo(2 * 1 + 0.1 + simulation.meeting() / 10, within(1e-9));
    }

    @Test
    void waitingForTheSlowestIsLessOverManyStepsThanOverOne() {
        Costs varied = new Costs(1_000_000, 1, 0.2, 0.1, 0.01, 4, 1e-9, 1e-5, 0, 1e9, 0, 0);
        RoundSimulation simulation = new RoundSimulation(varied, 64);
        double ofOne = simulation.secondsPerStep(200, 1, 1, 1) - simulation.meeting();
        double ofMany = simulation.secondsPerStep(20, 100, 1, 1) - simulation.meeting() / 100;
        assertThat(ofOne).isBetween(1.4, 1.8);
        assertThat(ofMany).isBetween(1.1, 1.2);
    }
}
