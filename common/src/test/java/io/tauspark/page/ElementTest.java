package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTest {
    @Test
    void writesElementsInOrder() {
        Element list = Element.of("ul").with("class", "few").add(Element.of("li", "one"), Element.of("li", "two"));
        assertThat(list).hasToString("<ul class=\"few\"><li>one</li><li>two</li></ul>");
        assertThat(Element.of("meta").with("charset", "utf-8")).hasToString("<meta charset=\"utf-8\"/>");
    }

    @Test
    void whateverATextHoldsItStaysText() {
        String text = "<b onclick='x()'>\"a\" & b</b> ]]> &amp; \u00e9\ud83d\ude00";
        Element element = Element.of("p", text).with("title", text);
        assertThat(Markup.find(element, "p", "")).singleElement().satisfies(paragraph -> {
            assertThat(paragraph.getTextContent()).isEqualTo(text);
            assertThat(paragraph.getAttribute("title")).isEqualTo(text);
            assertThat(paragraph.getChildNodes().getLength()).isOne();
        });
    }

    @Test
    void replacesWhatNeitherHtmlNorXmlAllows() {
        Element element = Element.of("p", "a\u0000b\u001bc\u0085d\ud800e\uffffe\tf\n");
        assertThat(Markup.texts(element, "p", "")).containsExactly("a\ufffdb\ufffdc\ufffdd\ufffde\ufffde\tf\n");
    }

    @Test
    void writesNumbersAsShortAsTheyAre() {
        assertThat(Element.of("rect")
                        .with("x", 12.0)
                        .with("y", 0.5)
                        .with("width", 1 / 3.0)
                        .with("height", 100.0))
                .hasToString("<rect x=\"12\" y=\"0.5\" width=\"0.33\" height=\"100\"></rect>");
    }
}
