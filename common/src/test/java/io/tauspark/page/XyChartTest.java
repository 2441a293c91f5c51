package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import io.tauspark.page.XyChart.Dots;
import io.tauspark.page.XyChart.Mark;
import io.tauspark.page.XyChart.Ribbon;
import io.tauspark.page.XyChart.Series;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class XyChartTest {
    private static final Axis STEPS = Axis.exact("step", 0, 100);
    private static final Axis UNIT = Axis.exact("λ", 0, 1);
    private static final double NONE = Double.NaN;

    private static Element svg(List<Ribbon> ribbons, List<Curve> curves, List<Dots> dots, List<Mark> marks) {
        return new XyChart("λ & more", "over <steps>", STEPS, UNIT, ChartSize.NORMAL)
                .with(marks)
                .with(dots)
                .with(curves)
                .with(ribbons)
                .svg();
    }

    private static String outline(Element svg, String style) {
        return Markup.find(svg, "path", style).get(0).getAttribute("d");
    }

    @Test
    void aBandRunsAlongItsHighsAndBackAlongItsLows() {
        Ribbon ribbon = new Ribbon("", Colour.FIRST, List.of(0.0, 100.0), List.of(0.0, 0.5), List.of(1.0, 1.0));
        // The drawing area of a normal chart runs from 62 to 462 and from 12 to 200.
        assertThat(outline(svg(List.of(ribbon), List.of(), List.of(), List.of()), "ribbon c1"))
                .isEqualTo("M62 12L462 12L462 106L62 200Z");
    }

    @Test
    void gapsTurnsAndSinglePointsAreDrawnAsWhatTheyAre() {
        Curve curve = new Curve(
                "", Colour.FIRST, false, List.of(0.0, 25.0, 50.0, 100.0, 50.0), List.of(0.0, 0.5, NONE, 1.0, 0.5));
        assertThat(outline(svg(List.of(), List.of(curve), List.of(), List.of()), "curve c1"))
                .isEqualTo("M62 200L162 106M462 12h0M262 106h0");
        Ribbon lonely = new Ribbon("", Colour.SECOND, List.of(0.0, 50.0), List.of(NONE, 0.0), List.of(1.0, 1.0));
        assertThat(outline(svg(List.of(lonely), List.of(), List.of(), List.of()), "ribbon c2"))
                .isEqualTo("M260.5 12L263.5 12L263.5 200L260.5 200Z");
    }

    @Test
    void nothingToDrawLeavesTheAxes() {
        Curve empty = new Curve("empty", Colour.FIRST, false, List.of(), List.of());
        Element svg = svg(List.of(), List.of(empty), List.of(), List.of());
        assertThat(Markup.texts(svg, "text", "")).contains("empty", "0", "100", "0.6");
        assertThat(outline(svg, "curve c1")).isEmpty();
    }

    @Test
    void pointsCarryTheirErrorsAndSayThem() {
        Dots dots = new Dots(
                "<validation>",
                Colour.SECOND,
                List.of(10.0, 20.0, 30.0),
                List.of(0.5, 0.25, NONE),
                List.of(0.25, NONE, 0.1));
        Element svg = svg(List.of(), List.of(), List.of(dots), List.of());
        assertThat(Markup.find(svg, "path", "error c2")).hasSize(1);
        assertThat(Markup.texts(svg, "title", ""))
                .containsExactly("λ & more", "<validation> at 10: 0.5 ± 0.25", "<validation> at 20: 0.25");
        // Its sample in the legend is the third.
        assertThat(Markup.find(svg, "circle", "dot c2")).hasSize(3);
    }

    @Test
    void marksStandWhereTheyBelongAndAreShortWhereThereAreMany() {
        Mark one = new Mark("restart", Tone.BAD, 50);
        Mark outside = new Mark("restart", Tone.BAD, 500);
        Element svg = svg(List.of(), List.of(), List.of(), List.of(one, outside));
        List<org.w3c.dom.Element> lines = Markup.find(svg, "line", "mark bad");
        assertThat(lines).as("one in the legend, one in the drawing").hasSize(2);
        assertThat(Markup.number(lines.get(1), "x1")).isEqualTo(262);
        List<Mark> many = IntStream.range(0, 40)
                .mapToObj(step -> new Mark("recalibration", Tone.GOOD, step))
                .toList();
        assertThat(Markup.find(svg(List.of(), List.of(), List.of(), many), "line", "mark good short"))
                .hasSize(40)
                .allSatisfy(line -> assertThat(Markup.number(line, "y2") - Markup.number(line, "y1"))
                        .isCloseTo(9, within(0.01)));
    }

    @Test
    void aSmallChartHasNeitherLegendNorLabels() {
        Curve curve = new Curve("named", Colour.FIRST, false, List.of(0.0, 1.0), List.of(0.0, 1.0));
        XyChart chart = new XyChart("λ", "", STEPS, UNIT, ChartSize.SMALL).with(List.of(curve));
        assertThat(Markup.texts(chart.svg(), "text", "")).doesNotContain("named", "step", "λ");
    }

    @Test
    void ticksDoNotTouchEachOtherOrTheLabel() {
        Axis steps = Axis.exact("step", 0, 1_200_000);
        Axis pace = Axis.exact("tokens per second", 0, 120_000);
        XyChart chart = new XyChart("", "", steps, pace, ChartSize.SMALL);
        List<Double> places = Markup.find(chart.svg(), "text", "").stream()
                .filter(text -> text.getAttribute("text-anchor").equals("middle"))
                .map(text -> Markup.number(text, "x"))
                .toList();
        for (int k = 1; k < places.size(); k++) {
            assertThat(places.get(k) - places.get(k - 1)).isGreaterThan("1,200,000".length() * 6.0);
        }
    }

    @Test
    void aSeriesWithoutAValueForEachPlaceIsRefused() {
        assertThatThrownBy(() -> new Curve("x", Colour.FIRST, true, List.of(1.0), List.of()))
                .hasMessage("series 'x' has 0 values at 1 places");
    }

    @Test
    void aLineRunsThroughItsValues() {
        Series line = new Series("loss", List.of(0.0, 0.5, 1.0), List.of(0.0, 1.0, 0.0));
        Element svg = XyChart.lines("Loss", "rises and falls", UNIT, Axis.round("loss", 0, 1), List.of(line))
                .svg();
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
        Element svg = XyChart.lines("Spectra", "", UNIT, Axis.powers("λ", 1, 20), List.of(before, after))
                .svg();
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
        Element svg = XyChart.lines("Runs", "", UNIT, Axis.round("loss", 0, 1), List.of(first, second, third))
                .svg();
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
        assertThatThrownBy(() -> XyChart.lines("many", "", UNIT, UNIT, List.of(line, line, line, line, line)))
                .hasMessage("line chart 'many' has 5 series, allowed are 1 to 4");
        assertThatThrownBy(() -> new Series("x", List.of(1.0), List.of())).hasMessageContaining("0 values at 1 places");
    }

    @Test
    void kindsCoverEachOtherInOneOrderHoweverTheyAreGiven() {
        Ribbon band = new Ribbon("", Colour.FIRST, List.of(0.0, 1.0), List.of(0.0, 0.0), List.of(1.0, 1.0));
        Curve thick = new Curve("", Colour.FIRST, false, List.of(0.0, 1.0), List.of(0.0, 1.0));
        Curve thin = new Curve("", Colour.FIRST, true, List.of(0.0, 1.0), List.of(0.0, 1.0));
        Element svg = svg(List.of(band), List.of(thick, thin), List.of(), List.of());
        assertThat(Markup.find(svg, "path", "").stream().map(path -> path.getAttribute("class")))
                .containsExactly("ribbon c1", "faint c1", "curve c1");
    }

    @Test
    void pointsLieWhereTheirValuesAreAndMeansAreJoined() {
        Element svg = XyChart.points(
                        "Loss by rate",
                        "",
                        Axis.exact("rate", 0, 1),
                        Axis.exact("loss", 0, 1),
                        new Series("trials", List.of(0.0, 1.0, 1.0), List.of(1.0, 0.0, 0.5)),
                        new Series("means", List.of(0.0, 1.0), List.of(1.0, 0.25)))
                .svg();
        List<org.w3c.dom.Element> dots = Markup.find(svg, "circle", "bar c1");
        assertThat(dots).hasSize(3);
        assertThat(Markup.number(dots.get(1), "cx")).isEqualTo(Markup.number(dots.get(2), "cx"));
        double top = Markup.number(dots.get(0), "cy");
        double bottom = Markup.number(dots.get(1), "cy");
        assertThat(Markup.number(dots.get(2), "cy")).isCloseTo((top + bottom) / 2, within(0.1));
        assertThat(Markup.find(svg, "polyline", "line c2")).hasSize(1);
        assertThat(Markup.texts(svg, "text", "")).doesNotContain("trials", "means");
    }

    private static double[][] points(org.w3c.dom.Element polyline) {
        return Arrays.stream(polyline.getAttribute("points").split(" ", -1))
                .map(point -> Arrays.stream(point.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }
}
