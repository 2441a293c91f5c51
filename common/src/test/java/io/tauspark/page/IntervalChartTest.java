package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalChartTest {
    private static List<org.w3c.dom.Element> dots(Element svg) {
        return Markup.find(svg, "circle", "bar c1");
    }

    @Test
    void anIntervalLiesOnItsSideOfZero() {
        Element svg = new IntervalChart(
                        "Differences",
                        "to dot",
                        "bits",
                        List.of(
                                new IntervalChart.Row("better", -2, -3, -1),
                                new IntervalChart.Row("undecided", 0.5, -1, 2),
                                new IntervalChart.Row("one seed", 1, 1, 1)))
                .svg();
        double zero = Markup.number(Markup.find(svg, "line", "marker").get(0), "x1");
        List<org.w3c.dom.Element> lines = Markup.find(svg, "line", "line c1");
        assertThat(lines).hasSize(6);
        assertThat(Markup.number(lines.get(0), "x2")).isLessThan(zero);
        assertThat(Markup.number(lines.get(3), "x1")).isLessThan(zero);
        assertThat(Markup.number(lines.get(3), "x2")).isGreaterThan(zero);
        double unit = zero - Markup.number(lines.get(0), "x2");
        assertThat(zero - Markup.number(dots(svg).get(0), "cx")).isCloseTo(2 * unit, within(0.1));
        assertThat(dots(svg)).hasSize(3);
    }

    @Test
    void anIntervalChartNeedsARow() {
        assertThatThrownBy(() -> new IntervalChart("Differences", "", "bits", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
