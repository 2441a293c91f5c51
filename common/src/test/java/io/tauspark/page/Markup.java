package io.tauspark.page;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Markup as a parser sees it, so that tests do not depend on how it is written. */
final class Markup {
    private Markup() {}

    /** Fails the test if the text is not well-formed XML. */
    static Document parse(String text) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)));
        } catch (Exception malformed) {
            throw new AssertionError("not well-formed: " + malformed.getMessage(), malformed);
        }
    }

    /** The elements of a name, and of a class unless that is empty, in their order. */
    static List<org.w3c.dom.Element> find(Element element, String name, String style) {
        NodeList found = parse(element.toString()).getElementsByTagName(name);
        List<org.w3c.dom.Element> elements = new ArrayList<>();
        for (int k = 0; k < found.getLength(); k++) {
            org.w3c.dom.Element candidate = (org.w3c.dom.Element) found.item(k);
            if (style.isEmpty() || candidate.getAttribute("class").equals(style)) {
                elements.add(candidate);
            }
        }
        return elements;
    }

    static double number(org.w3c.dom.Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    static List<String> texts(Element element, String name, String style) {
        return find(element, name, style).stream()
                .map(org.w3c.dom.Element::getTextContent)
                .toList();
    }
}
