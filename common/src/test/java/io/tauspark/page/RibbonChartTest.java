package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.page.RibbonChart.Colour;
import io.tauspark.page.RibbonChart.Curve;
import io.tauspark.page.RibbonChart.Dots;
import io.tauspark.page.RibbonChart.Mark;
import io.tauspark.page.RibbonChart.Ribbon;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RibbonChartTest {
    private static final Axis STEPS = Axis.exact("step", 0, 100);
    private static final Axis UNIT = Axis.exact("λ", 0, 1);
    private static final double NONE = Double.NaN;

    private static Element svg(List<Ribbon> ribbons, List<Curve> curves, List<Dots> dots, List<Mark> marks) {
        return new RibbonChart("λ & more", "over <steps>", STEPS, UNIT, ChartSize.NORMAL, ribbons, curves, dots, marks)
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
        RibbonChart chart =
                new RibbonChart("λ", "", STEPS, UNIT, ChartSize.SMALL, List.of(), List.of(curve), List.of(), List.of());
        assertThat(Markup.texts(chart.svg(), "text", "")).doesNotContain("named", "step", "λ");
    }

    @Test
    void ticksDoNotTouchEachOtherOrTheLabel() {
        Axis steps = Axis.exact("step", 0, 1_200_000);
        Axis pace = Axis.exact("tokens per second", 0, 120_000);
        RibbonChart chart =
                new RibbonChart("", "", steps, pace, ChartSize.SMALL, List.of(), List.of(), List.of(), List.of());
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
}
