package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.page.Table.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PageTest {
    private static String page() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("size", "4 × 4");
        facts.put("<trace>", "12 & more");
        return new Page("A <title>", "of today")
                .add(Blocks.message(Tone.WARNING, "Careful.", List.of("a < b")), Blocks.tiles(facts))
                .section(
                        "Numbers",
                        Blocks.facts(facts),
                        Blocks.row(Blocks.paragraph("left"), Blocks.heading("right")),
                        Blocks.columns(Blocks.paragraph("one")),
                        new Table(List.of(Column.text("name"), Column.number("value")), List.of(List.of("x", "1.5")))
                                .html())
                .section(
                        "Charts",
                        Blocks.figure(
                                new BarChart("Time", "per stage", List.of(new BarChart.Bar("fit", 3, "3 s")), 3),
                                "remark"))
                .html();
    }

    @Test
    void isWellFormedAndKeepsItsOrder() {
        Document document = Markup.parse(page());
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("A <title>");
        assertThat(document.getElementsByTagName("h2").item(0).getTextContent()).isEqualTo("Numbers");
        assertThat(document.getElementsByTagName("h2").item(1).getTextContent()).isEqualTo("Charts");
        assertThat(document.getElementsByTagName("dt").item(1).getTextContent()).isEqualTo("<trace>");
        assertThat(document.getElementsByTagName("td").item(1).getTextContent()).isEqualTo("1.5");
        assertThat(document.getElementsByTagName("figcaption").item(0).getTextContent())
                .isEqualTo("Time");
        assertThat(page())
                .startsWith("<!DOCTYPE html>\n<!-- made by TauSpark -->\n<html lang=\"en\">")
                .endsWith("</html>\n");
    }

    @Test
    void needsNothingElse() {
        assertThat(page())
                .doesNotContain("http", "src=", "href=", "<script", "@import", "url(")
                .contains("name=\"viewport\"", "@media print", "prefers-color-scheme: dark");
    }

    @Test
    void itsStyleReadsTheSameAsHtmlAndAsXml() {
        String style = page().replaceAll("(?s).*<style>(.*)</style>.*", "$1");
        assertThat(style).startsWith("/* Colours").doesNotContain("&", "<", ">", "\"", "'");
    }
}
