package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::text).toList();
    }

    @Test
    void rangesGetRoundTicks() {
        assertThat(labels(Axis.round("y", 0, 57.9))).containsExactly("0", "10", "20", "30", "40", "50", "60");
        assertThat(labels(Axis.round("y", 0.201, 0.797)))
                .containsExactly("0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8");
        assertThat(labels(Axis.round("y", -0.8, 2.8))).containsExactly("−1", "0", "1", "2", "3");
        assertThat(labels(Axis.exact("x", 0.37, 0.62))).containsExactly("0.40", "0.45", "0.50", "0.55", "0.60");
        assertThat(labels(Axis.round("y", 0, 48_000)))
                .containsExactly("0", "10,000", "20,000", "30,000", "40,000", "50,000");
    }

    @Test
    void countsGetWholeTicks() {
        assertThat(labels(Axis.counts("edges", -0.5, 1.5))).containsExactly("0", "1");
        assertThat(labels(Axis.counts("edges", 7.5, 217.5))).containsExactly("50", "100", "150", "200");
    }

    @Test
    void neverMoreThanSevenTicks() {
        for (double high = 1e-8; high < 1e9; high *= 1.37) {
            assertThat(Axis.round("y", 0, high).ticks()).hasSizeBetween(2, 8);
            assertThat(Axis.exact("x", high / 3, high).ticks()).hasSizeBetween(2, 8);
            Axis round = Axis.round("y", 0, high);
            assertThat(round.high()).isGreaterThanOrEqualTo(high * (1 - 1e-9));
        }
    }

    @Test
    void equalValuesGetRoom() {
        Axis axis = Axis.round("y", 3, 3);
        assertThat(axis.low()).isLessThan(3);
        assertThat(axis.high()).isGreaterThan(3);
        assertThat(Axis.round("y", 0, 0).place(0)).isEqualTo(0.5);
    }

    @Test
    void equalFactorsAreEqualSteps() {
        Axis axis = Axis.powers("y", 0.002, 40);
        assertThat(labels(axis)).containsExactly("10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹", "10²");
        assertThat(axis.place(0.001)).isZero();
        assertThat(axis.place(0.1)).isCloseTo(0.4, within(1e-12));
        assertThat(axis.place(100)).isCloseTo(1, within(1e-12));
    }

    @Test
    void refusesAnAxisWithoutLength() {
        assertThatThrownBy(() -> new Axis("loss", 1, 1, List.of(), false))
                .hasMessage("axis 'loss' runs from 1.0 to 1.0");
        assertThatThrownBy(() -> new Axis("loss", 0, 1, List.of(), true)).hasMessageContaining("from 0.0");
    }
}
