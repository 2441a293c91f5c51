package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.page.HeatMap.Cell;
import io.tauspark.page.HeatMap.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static Row row(String name, double... values) {
        return new Row(
                name,
                IntStream.range(0, values.length)
                        .mapToObj(k -> new Cell(values[k], "c" + k, name + " <" + k + ">"))
                        .toList());
    }

    private static Element svg(Row... rows) {
        return new HeatMap("Keys", "by layer", List.of(rows), 0, 10).svg();
    }

    @Test
    void cellsAreTheDarkerTheLargerTheirValues() {
        Element svg = svg(row("layer 0", 0, 5, 10), row("layer 1", 10));
        List<org.w3c.dom.Element> cells = Markup.find(svg, "rect", "cell");
        assertThat(cells).hasSize(4);
        assertThat(cells.stream().map(cell -> Markup.number(cell, "fill-opacity")))
                .containsExactly(0.07, 0.51, 0.95, 0.95);
        assertThat(Markup.number(cells.get(3), "x")).isEqualTo(Markup.number(cells.get(0), "x"));
        assertThat(Markup.number(cells.get(3), "y")).isGreaterThan(Markup.number(cells.get(0), "y"));
        assertThat(Markup.texts(svg, "text", "over")).containsExactly("c2", "c0");
        assertThat(Markup.texts(svg, "title", "")).contains("layer 0 <1>");
    }

    @Test
    void aMissingValueIsACellWithoutColour() {
        Element svg = svg(row("layer 0", Double.NaN, 5));
        assertThat(Markup.find(svg, "rect", "cell none")).hasSize(1);
        assertThat(Markup.find(svg, "rect", "cell")).hasSize(1);
    }

    @Test
    void rowsOfManyCellsAreBrokenIntoLinesOfEqualLengthThatStayInside() {
        Element svg = svg(row("layer 0", new double[42]), row("layer 1", new double[4]));
        List<org.w3c.dom.Element> cells = Markup.find(svg, "rect", "cell");
        assertThat(cells.subList(0, 42).stream()
                        .map(cell -> Markup.number(cell, "y"))
                        .distinct())
                .hasSize(3);
        assertThat(cells).allSatisfy(cell -> assertThat(Markup.number(cell, "x") + Markup.number(cell, "width"))
                .isLessThanOrEqualTo(Plot.WIDTH));
        assertThat(Markup.texts(svg, "text", "")).contains("+13", "14", "28").doesNotContain("+14");
    }

    @Test
    void noRowsMakeAnEmptyMap() {
        assertThat(Markup.find(svg(), "rect", "")).isEmpty();
        assertThat(Markup.find(svg(row("layer 0")), "rect", "")).isEmpty();
    }
}
