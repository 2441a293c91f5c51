package io.tauspark.report;

import io.tauspark.page.Element;

/** A part of a page that a reader opens when it is wanted. */
final class Details {
    private Details() {}

    static Element of(String summary, Element content) {
        return Element.of("details").add(Element.of("summary", summary), content);
    }
}
