package io.tauspark.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncSimulationTest {
    private static final int PARAMETERS = 4_000_000;
    private static final double SECOND = 1;

    /** 1 GB/s, 1 ns of processor for a byte at either end, no variation. */
    private static Costs costs(double byteTime, double messageTime) {
        return new Costs(PARAMETERS, SECOND, 0, 0.1, 0.01, 4, byteTime, messageTime, 1e-4, 1e9, 1e-9, 0.5);
    }

    @Test
    void aLoneWorkerOnlyComputes() {
        assertThat(new SyncSimulation(costs(1e-9, 1e-5), 1).secondsPerStep(3, 2, 1))
                .isCloseTo(2 * SECOND + 0.1 + 0.01, within(1e-12));
    }

    @Test
    void twoWorkersSendHalfOfAllEachWayTwice() {
        // A link without processors: 2 × 8 MB at 1 GB/s, 31 or 30 blocks of 262,144 bytes to a worker.
        double exchange = new SyncSimulation(costs(0, 0), 2).secondsPerStep(1, 1, 1) - SECOND - 0.01 - 0.1 / 2;
        assertThat(exchange).isCloseTo(2 * 31 * 262_144 / 1e9 + 3e-4, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1e-9", "8, 0", "8, 1e-9", "16, 5e-10", "128, 0"})
    void agreesWithTheFormulaWithoutVariation(int workers, double byteTime) {
        Costs costs = costs(byteTime, 1e-6);
        double simulated = new SyncSimulation(costs, workers).secondsPerStep(1, 1, 1);
        double exchange = StepFormula.exchange(costs, workers);
        // The formula lets the busiest worker be busy all the time; in truth it also waits for first and last messages.
        assertThat(simulated - SECOND).isBetween(0.9 * exchange, 2 * exchange + 0.2);
        assertThat(StepFormula.sync(costs, workers, 1)).isCloseTo(simulated, within(0.3 * exchange + 0.05));
    }

    @Test
    void isTheSameForTheSameSeedAndSlowerWithVariation() {
        Costs varied = new Costs(PARAMETERS, SECOND, 0.2, 0.1, 0.01, 4, 1e-9, 1e-5, 1e-4, 1e9, 1e-9, 0.5);
        SyncSimulation simulation = new SyncSimulation(varied, 8);
        double first = simulation.secondsPerStep(20, 1, 5);
        assertThat(simulation.secondsPerStep(20, 1, 5)).isEqualTo(first);
        assertThat(simulation.secondsPerStep(20, 1, 6)).isNotEqualTo(first);
        assertThat(first).isGreaterThan(new SyncSimulation(costs(1e-9, 1e-5), 8).secondsPerStep(20, 1, 5) + 0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 64})
    void everyMessageIsSentOnceAndReceivedOnce(int workers) {
        SyncProgram program = new SyncProgram(PARAMETERS, workers, 2);
        int[] sent = new int[program.messages()];
        int[] received = new int[program.messages()];
        for (int worker = 0; worker < workers; worker++) {
            for (int what : program.orders(worker)) {
                if (what >= 0) {
                    received[what]++;
                    assertThat(program.receiver(what)).isEqualTo(worker);
                } else if (what != SyncProgram.UPDATE) {
                    sent[~what]++;
                }
            }
        }
        assertThat(sent).containsOnly(1);
        assertThat(received).containsOnly(1);
    }

    @Test
    void arrivalsComeByTimeThenByNumber() {
        ArrivalQueue queue = new ArrivalQueue();
        for (int i = 0; i < 5000; i++) {
            queue.add((i * 7919) % 1000, i);
        }
        double last = -1;
        int lastMessage = -1;
        for (int i = 0; i < 5000; i++) {
            double time = queue.firstTime();
            int message = queue.remove();
            assertThat(time).isEqualTo((message * 7919) % 1000);
            assertThat(time > last || (time == last && message > lastMessage)).isTrue();
            last = time;
            lastMessage = message;
        }
        assertThat(queue.isEmpty()).isTrue();
    }
}
