package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.page.HistogramChart.Marker;
import io.tauspark.page.LineChart.Series;
import java.util.Arrays;
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
    void aLineRunsThroughItsValues() {
        Series line = new Series("loss", List.of(0.0, 0.5, 1.0), List.of(0.0, 1.0, 0.0));
        Element svg = new LineChart("Loss", "rises and falls", UNIT, Axis.round("loss", 0, 1), List.of(line)).svg();
        List<org.w3c.dom.Element> lines = Markup.find(svg, "polyline", "line c1");
        double[][] points = points(lines.get(0));
        assertThat(points).hasDimensions(3, 2);
        assertThat(points[1][0]).isCloseTo((points[0][0] + points[2][0]) / 2, within(0.1));
        assertThat(points[0][1]).isEqualTo(points[2][1]).isGreaterThan(points[1][1]);
        assertThat(Markup.texts(svg, "text", "label")).containsExactly("λ", "loss");
        assertThat(Markup.texts(svg, "title", "")).containsExactly("Loss");
        assertThat(Markup.texts(svg, "desc", "")).containsExactly("rises and falls");
        assertThat(svg.toString()).contains("role=\"img\"");
    }

    @Test
    void severalLinesHaveALegendAndStylesOfTheirOwn() {
        Series before = new Series("before", List.of(0.0, 1.0), List.of(1.0, 10.0));
        Series after = new Series("after", List.of(0.0, 0.5, 1.0), List.of(0.0, 5.0, 20.0));
        Element svg = new LineChart("Spectra", "", UNIT, Axis.powers("λ", 1, 20), List.of(before, after)).svg();
        assertThat(Markup.texts(svg, "text", "")).contains("before", "after");
        assertThat(Markup.find(svg, "polyline", "line c1")).hasSize(1);
        // A logarithmic axis has no place for zero.
        assertThat(points(Markup.find(svg, "polyline", "line c2").get(0))).hasDimensions(2, 2);
    }

    @Test
    void longNamesGetARowOfTheirOwn() {
        Series first = new Series("a run with a rather long name, twice", List.of(0.0, 1.0), List.of(0.0, 1.0));
        Series second = new Series("another run of this kind", List.of(0.0, 1.0), List.of(1.0, 0.0));
        Series third = new Series("short", List.of(0.0, 1.0), List.of(1.0, 1.0));
        Element svg = new LineChart("Runs", "", UNIT, Axis.round("loss", 0, 1), List.of(first, second, third)).svg();
        List<org.w3c.dom.Element> names = Markup.find(svg, "text", "").stream()
                .filter(text -> text.getAttribute("text-anchor").equals("start"))
                .toList();
        assertThat(names).hasSize(3);
        assertThat(Markup.number(names.get(0), "y")).isLessThan(Markup.number(names.get(1), "y"));
        assertThat(Markup.number(names.get(1), "y")).isEqualTo(Markup.number(names.get(2), "y"));
    }

    @Test
    void aFifthLineIsRefused() {
        Series line = new Series("x", List.of(), List.of());
        assertThatThrownBy(() -> new LineChart("many", "", UNIT, UNIT, List.of(line, line, line, line, line)))
                .hasMessage("line chart 'many' has 5 series, allowed are 1 to 4");
        assertThatThrownBy(() -> new Series("x", List.of(1.0), List.of())).hasMessageContaining("0 values at 1 places");
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

    private static double[][] points(org.w3c.dom.Element polyline) {
        return Arrays.stream(polyline.getAttribute("points").split(" ", -1))
                .map(point -> Arrays.stream(point.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }
}
