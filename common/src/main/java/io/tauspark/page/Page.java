package io.tauspark.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One HTML page that needs nothing else: no network, no script, no other file. It reads on paper, on a phone, in light
 * and in dark, and is well-formed XML too.
 */
public final class Page {
    /** By as much of its beginning, in bytes, a page is known again; a title may be long. */
    static final int RECOGNITION_LENGTH = 1 << 13;

    private static final String DOCTYPE = "<!DOCTYPE html>\n";
    private static final String HEAD = DOCTYPE + "<!-- made by TauSpark -->\n";

    private final String title;
    private final Element main = Element.of("main");

    /** @param subtitle what a reader needs to know to tell this page from others like it */
    public Page(String title, String subtitle) {
        this.title = title;
        main.add(Element.of("header")
                .add(Element.of("h1", title), Element.of("p", subtitle).with("class", "subtitle")));
    }

    /** Whether what begins like this is a page of this class. Earlier pages had no mark of their own, but the same style. */
    static boolean isPage(String beginning) {
        String styleBegins = style().lines().findFirst().orElseThrow();
        return beginning.startsWith(HEAD)
                || (beginning.startsWith(DOCTYPE) && beginning.contains("<style>" + styleBegins));
    }

    public Page add(Element... elements) {
        main.add(elements);
        return this;
    }

    public Page section(String heading, Element... content) {
        return add(Element.of("section").add(Element.of("h2", heading)).add(Arrays.asList(content)));
    }

    public String html() {
        Element head = Element.of("head")
                .add(
                        Element.of("meta").with("charset", "utf-8"),
                        Element.of("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1"),
                        Element.of("title", title),
                        Element.of("style", style()));
        return HEAD
                + Element.of("html")
                        .with("lang", "en")
                        .add(head, Element.of("body").add(main))
                + "\n";
    }

    /** Holds none of the characters that markup escapes, since HTML does not unescape a style. */
    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            return new String(Objects.requireNonNull(in, "page.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
