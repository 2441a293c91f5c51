package io.tauspark.laplacian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.memory.Drift;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianSurvey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final GateConfig OPEN = new GateConfig(9, 1, 0, 1, 0, 90, 1);

    private final LaplacianSurvey pair = survey(2, 1, 1);
    private final LaplacianSurvey apart = survey(4, 1, 1);
    private final LaplacianSurvey heavy = survey(2, 1, 3);

    @Test
    void letsThroughWhatKeepsAllLimits() {
        assertThat(Gate.broken(OPEN, apart.health(), 0, Optional.empty())).isEmpty();
    }

    @Test
    void namesEveryLimitThatIsBroken() {
        GateConfig strict = new GateConfig(1, 0.3, 0.5, 1, 0, 90, 1);
        assertThat(Gate.broken(strict, apart.health(), 0.25, Optional.empty()))
                .containsExactly(
                        "components of the feature graph is 3.000, gate.components allows at most 1.000",
                        "hub share is 0.5000, gate.hub-share allows at most 0.3000",
                        "share of documents with a vector is 0.2500, gate.known-share wants at least 0.5000");
    }

    @Test
    void comparesWithTheCurrentRelease() {
        GateConfig strict = new GateConfig(9, 1, 0, 0.4, 1, 90, 1);
        // Spectra 0, 2 and 0, 6 lie 4 / 8 apart.
        assertThat(Gate.broken(strict, heavy.health(), 1, Optional.of(Drift.between(pair, heavy))))
                .containsExactly("spectrum distance is 0.5000, gate.drift.spectrum-distance allows at most 0.4000");
        assertThat(Gate.broken(strict, heavy.health(), 1, Optional.of(Drift.between(heavy, heavy))))
                .isEmpty();
    }

    @Test
    void wantsToMeasureDriftOnlyIfItIsLimited() {
        Optional<Drift> incomparable = Optional.of(Drift.between(pair, apart));
        assertThat(Gate.broken(OPEN, apart.health(), 1, incomparable)).isEmpty();
        GateConfig strict = new GateConfig(9, 1, 0, 1, 0, 30, 1);
        assertThat(Gate.broken(strict, apart.health(), 1, incomparable))
                .singleElement()
                .asString()
                .contains("drift cannot be measured", "2 features before, 4 after");
    }

    @Test
    void refusesLimitsOutOfRange() {
        assertThatThrownBy(() -> new GateConfig(0, 0, 2, -1, 1.5, 91, 2))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("components: value 0 must be at least 1")
                .hasMessageContaining("hub-share: value 0.0 must lie in (0, 1]")
                .hasMessageContaining("known-share: value 2.0")
                .hasMessageContaining("drift.spectrum-distance: value -1.0")
                .hasMessageContaining("drift.edge-overlap: value 1.5")
                .hasMessageContaining("drift.angle: value 91.0 must lie in [0, 90] degrees")
                .hasMessageContaining("drift.lambda-shift: value 2.0");
    }

    /** One edge between the first two features. */
    private static LaplacianSurvey survey(int size, int at, double weight) {
        int[] rows = {0, 0, at, at};
        int[] columns = {0, at, 0, at};
        double[] values = {weight, -weight, -weight, weight};
        return LaplacianSurvey.of(Laplacian.of(size, rows, columns, values), LaplacianForm.COMBINATORIAL);
    }
}
