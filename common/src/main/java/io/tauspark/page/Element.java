package io.tauspark.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An element of a page, well-formed as HTML and as XML. Text and values of attributes are escaped, and characters that
 * neither allows are replaced: whatever a document holds, it stays text.
 */
public final class Element {
    private static final String REPLACEMENT = "\uFFFD";
    private static final int FIRST_PRINTABLE = 0x20;

    private final String name;
    private final StringBuilder attributes = new StringBuilder();
    private final List<Object> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    public static Element of(String name) {
        return new Element(name);
    }

    /** A paragraph, a cell, a heading: an element of text alone. */
    public static Element of(String name, String text) {
        return new Element(name).text(text);
    }

    public Element with(String attribute, String value) {
        attributes
                .append(' ')
                .append(attribute)
                .append("=\"")
                .append(escaped(value))
                .append('"');
        return this;
    }

    /** A length or a place, to a hundredth of a unit: finer than any screen or printer shows. */
    public Element with(String attribute, double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return with(attribute, text.replaceAll("\\.?0+$", ""));
    }

    public Element text(String text) {
        children.add(escaped(text));
        return this;
    }

    public Element add(Element... elements) {
        children.addAll(List.of(elements));
        return this;
    }

    public Element add(List<Element> elements) {
        children.addAll(elements);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder markup = new StringBuilder();
        write(markup);
        return markup.toString();
    }

    private void write(StringBuilder markup) {
        markup.append('<').append(name).append(attributes);
        if (name.equals("meta")) {
            // The only element here that HTML knows as empty; all others need their end.
            markup.append("/>");
            return;
        }
        markup.append('>');
        for (Object child : children) {
            if (child instanceof Element element) {
                element.write(markup);
            } else {
                markup.append(child);
            }
        }
        markup.append("</").append(name).append('>');
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(isAllowed(point) ? Character.toString(point) : REPLACEMENT);
            }
        });
        return safe.toString();
    }

    /** Whether a character is one that XML 1.0 allows, less the controls that HTML refuses and halves of pairs. */
    private static boolean isAllowed(int point) {
        boolean control = point < FIRST_PRINTABLE && point != '\t' && point != '\n';
        return !control
                && !(point >= '\u007F' && point <= '\u009F')
                && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                && (point & 0xFFFE) != 0xFFFE;
    }
}
