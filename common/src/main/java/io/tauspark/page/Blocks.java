package io.tauspark.page;

import java.util.List;
import java.util.Map;

/** The blocks that sections of a page are made of. */
public final class Blocks {
    private Blocks() {}

    public static Element paragraph(String text) {
        return Element.of("p", text);
    }

    public static Element heading(String text) {
        return Element.of("h3", text);
    }

    /** A framed message: one line that says it, and reasons. */
    public static Element message(Tone tone, String headline, List<String> reasons) {
        Element message = Element.of("div").with("class", "message " + tone.style());
        message.add(Element.of("p", headline).with("class", "headline"));
        return reasons.isEmpty() ? message : message.add(list(reasons));
    }

    public static Element list(List<String> items) {
        return Element.of("ul")
                .add(items.stream().map(item -> Element.of("li", item)).toList());
    }

    /** The few numbers to see first, by name. */
    public static Element tiles(Map<String, String> values) {
        Element tiles = Element.of("div").with("class", "tiles");
        values.forEach((name, value) -> tiles.add(Element.of("div")
                .add(
                        Element.of("p", value).with("class", "value"),
                        Element.of("p", name).with("class", "name"))));
        return tiles;
    }

    /** Names with their values, in the order of the map. */
    public static Element facts(Map<String, String> values) {
        Element facts = Element.of("dl");
        values.forEach(
                (name, value) -> facts.add(Element.of("div").add(Element.of("dt", name), Element.of("dd", value))));
        return facts;
    }

    /** A part that a reader opens when it is wanted. */
    public static Element details(String summary, Element content) {
        return Element.of("details").add(Element.of("summary", summary), content);
    }

    /** A chart under its title, with a remark below it where there is one. */
    public static Element figure(Chart chart, String remark) {
        Element figure = Element.of("figure").add(Element.of("figcaption", chart.title()), chart.svg());
        return remark.isEmpty() ? figure : figure.add(Element.of("p", remark).with("class", "remark"));
    }

    /** Things beside each other where the page is wide enough. */
    public static Element row(Element... elements) {
        return Element.of("div").with("class", "row").add(elements);
    }

    /** Three or more columns of text where the page is wide enough. */
    public static Element columns(Element... elements) {
        return Element.of("div").with("class", "row narrow").add(elements);
    }
}
