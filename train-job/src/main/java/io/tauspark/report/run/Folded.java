package io.tauspark.report.run;

import io.tauspark.observe.page.Element;

/** What a reader opens when it is wanted. */
final class Folded {
    private Folded() {}

    static Element of(String summary, Element content) {
        return Element.of("details").add(Element.of("summary", summary), content);
    }
}
