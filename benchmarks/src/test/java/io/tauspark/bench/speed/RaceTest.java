package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final List<Load> LOADS = Load.ofEqualTokens(List.of(8, 16), 1, 1, 0, 2);

    private final List<Contender> contenders =
            List.of(new Contender("a", List.of()), new Contender("b", List.of()), new Contender("c", List.of()));
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream progress = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void contendersTakeTurnsAndEachRoundStartsWithAnother() {
        List<String> order = new ArrayList<>();
        Race race = new Race(
                contenders,
                LOADS,
                (contender, load) -> {
                    order.add(contender.name() + load.context());
                    return Measurements.taking(10);
                },
                progress);
        race.run(2);
        assertThat(order).containsExactly("a8", "b8", "c8", "a16", "b16", "c16", "b8", "c8", "a8", "b16", "c16", "a16");
        assertThat(race.trials()).hasSize(12).extracting(Trial::round).endsWith(2, 2, 2);
        assertThat(race.failures()).isEmpty();
    }

    @Test
    void oneFailureLeavesTheOthers() {
        Race race = new Race(
                contenders,
                LOADS.subList(0, 1),
                (contender, load) -> {
                    if (contender.name().equals("b")) {
                        throw new MeasurementFailed("out of memory");
                    }
                    return Measurements.taking(10);
                },
                progress);
        race.run(1);
        assertThat(race.trials()).extracting(Trial::contender).containsExactly("a", "c");
        assertThat(race.failures()).containsExactly(new Failure(1, "b", 8, "out of memory"));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("round 1, T = 8, b: failed: out of memory");
    }

    @Test
    void timesOfStepsThatTrainedNothingDoNotCount() {
        Race race = new Race(
                contenders.subList(0, 1),
                LOADS.subList(0, 1),
                (contender, load) -> new Measurement(
                        "",
                        1,
                        8,
                        List.of(1.0),
                        List.of(1.0),
                        List.of(1.0),
                        List.of(3.0, Double.NaN),
                        null,
                        null,
                        null,
                        null),
                progress);
        race.run(1);
        assertThat(race.trials()).isEmpty();
        assertThat(race.failures())
                .singleElement()
                .extracting(Failure::reason)
                .asString()
                .contains("3.000 to NaN");
    }
}
