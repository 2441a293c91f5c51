package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.page.HistogramChart.Marker;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartsTest {
    private static final Axis UNIT = Axis.exact("λ", 0, 1);

    private static HistogramChart histogram(List<Double> heights, Marker... markers) {
        return new HistogramChart("λ", "of all", UNIT, Axis.round("%", 0, 40), 0, 1, heights, List.of(markers));
    }

    @Test
    void barsOfAHistogramStandSideBySideAndAreAsHighAsTheirValues() {
        List<org.w3c.dom.Element> bars =
                Markup.find(histogram(List.of(10.0, 0.0, 40.0, 20.0)).svg(), "rect", "bar c1");
        assertThat(bars).hasSize(3);
        double unit = Markup.number(bars.get(0), "height");
        assertThat(Markup.number(bars.get(1), "height")).isCloseTo(4 * unit, within(0.05));
        assertThat(Markup.number(bars.get(2), "height")).isCloseTo(2 * unit, within(0.05));
        double width = Markup.number(bars.get(2), "x") - Markup.number(bars.get(1), "x");
        assertThat(Markup.number(bars.get(1), "x") - Markup.number(bars.get(0), "x"))
                .isCloseTo(2 * width, within(0.05));
        assertThat(bars.get(1).getTextContent()).isEqualTo("0.5 to 0.75: 40");
    }

    @Test
    void aRareValueCanStillBeSeen() {
        List<org.w3c.dom.Element> bars =
                Markup.find(histogram(List.of(40.0, 1e-9)).svg(), "rect", "bar c1");
        assertThat(Markup.number(bars.get(1), "height")).isEqualTo(2);
    }

    @Test
    void closeMarkersGetRowsOfTheirOwnAndStayInside() {
        Element svg = histogram(List.of(1.0), new Marker("p05", 0.0), new Marker("p50", 0.01), new Marker("p95", 1.0))
                .svg();
        List<org.w3c.dom.Element> labels = Markup.find(svg, "text", "marked");
        assertThat(labels.stream().map(org.w3c.dom.Element::getTextContent))
                .containsExactly("p05 0", "p50 0.01", "p95 1");
        assertThat(Markup.number(labels.get(0), "y")).isLessThan(Markup.number(labels.get(1), "y"));
        assertThat(Markup.number(labels.get(2), "y")).isEqualTo(Markup.number(labels.get(0), "y"));
        double halfText = 2.5 * Plot.CHARACTER;
        assertThat(Markup.number(labels.get(2), "x")).isLessThanOrEqualTo(Plot.WIDTH - halfText);
        List<org.w3c.dom.Element> lines = Markup.find(svg, "line", "marker");
        assertThat(Markup.number(lines.get(0), "x1")).isEqualTo(62);
        assertThat(Markup.number(lines.get(2), "x1")).isEqualTo(Plot.WIDTH - 18);
    }

    @Test
    void barsAreAsLongAsTheirValuesAndShowWhatIsFull() {
        BarChart chart = new BarChart(
                "Angles",
                "in degrees",
                List.of(new BarChart.Bar("first", 15, "15°"), new BarChart.Bar("a second <one>".repeat(3), 45, "45°")),
                90);
        List<org.w3c.dom.Element> bars = Markup.find(chart.svg(), "rect", "bar c1");
        double unit = Markup.number(bars.get(0), "width");
        assertThat(Markup.number(bars.get(1), "width")).isCloseTo(3 * unit, within(0.05));
        assertThat(Markup.number(Markup.find(chart.svg(), "rect", "track").get(0), "width"))
                .isCloseTo(6 * unit, within(0.05));
        assertThat(Markup.texts(chart.svg(), "text", ""))
                .contains("first", "15°", "45°")
                .anyMatch(text -> text.endsWith("…"));
        BarChart full = new BarChart("Time", "", List.of(new BarChart.Bar("fit", 3, "3 s")), 3);
        assertThat(Markup.find(full.svg(), "rect", "track")).isEmpty();
    }
}
