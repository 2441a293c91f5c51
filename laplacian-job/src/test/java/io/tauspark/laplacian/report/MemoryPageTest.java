package io.tauspark.laplacian.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.laplacian.report.MemoryReport.GateVerdict;
import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianSurvey;
import io.tauspark.page.XyChart;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class MemoryPageTest {
    private static final MemoryReport FOREIGN =
            MemoryReport.ofGraph("foreign", Reports.complete().graph());

    private static Document parse(MemoryReport report) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(MemoryPage.html(report))));
        } catch (Exception malformed) {
            throw new AssertionError("not well-formed: " + malformed.getMessage(), malformed);
        }
    }

    private static List<Element> elements(MemoryReport report, String name) {
        NodeList found = parse(report).getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int k = 0; k < found.getLength(); k++) {
            elements.add((Element) found.item(k));
        }
        return elements;
    }

    private static List<String> texts(MemoryReport report, String name) {
        return elements(report, name).stream().map(Node::getTextContent).toList();
    }

    private static String verdict(MemoryReport report) {
        return elements(report, "p").stream()
                .filter(paragraph -> paragraph.getAttribute("class").equals("headline"))
                .map(Node::getTextContent)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsACompleteReportInTheOrderOfQuestions() {
        assertThat(texts(Reports.complete(), "h2"))
                .containsExactly(
                        "What was read",
                        "The graph",
                        "Hubs",
                        "Documents on the graph",
                        "Typical and untypical documents",
                        "Terms",
                        "Drift since release 20261101T090000Z",
                        "Promotion",
                        "Where the time went",
                        "Where it comes from");
        assertThat(texts(Reports.complete(), "figcaption"))
                .containsExactly(
                        "Spectrum",
                        "Edges per feature",
                        "λ of the documents",
                        "Energies of the documents",
                        "Frequent terms on the term graph",
                        "Low end of the term graph's spectrum",
                        "Spectra",
                        "λ at every percentile of the documents",
                        "Rotation of the low spectrum",
                        "Wall time per stage, 2 min 19 s in all");
    }

    @Test
    void holdsTheFacts() {
        String page = parse(Reports.complete()).getDocumentElement().getTextContent();
        assertThat(page)
                .contains(
                        "release 20261122T014500Z", "2026-11-22 01:45 UTC", "2e71a93f0c1d5b7788aa99bb00cc11dd22ee33ff")
                .contains("120,301", "rejected: no text", "carried over from 20261101T090000Z", "200,000")
                .contains("96 × 96", "connected parts", "320,272", "median energy", "words, 96 features")
                .contains("doc-smooth-0", "doc-typical-4", "doc-rough-2", "λ 0.8020", "1 min 33 s");
        assertThat(verdict(Reports.complete())).isEqualTo("Sound and promoted.");
    }

    @Test
    void aForeignMemoryHasOnlyItsGraph() {
        assertThat(texts(FOREIGN, "h2")).containsExactly("The graph", "Hubs", "Where it comes from");
        assertThat(texts(FOREIGN, "dd")).contains("not known");
        assertThat(verdict(FOREIGN)).isEqualTo("Sound.");
    }

    @Test
    void saysWhatIsWrongFirst() {
        assertThat(verdict(Reports.nasty())).isEqualTo("Not sound: its matrix is no graph Laplacian.");
        assertThat(texts(Reports.nasty(), "li"))
                .contains(
                        "Not symmetric: mirrored entries differ by up to 1.50.",
                        "Drift of <median> λ is 0.3, allowed is 0.1.");
        assertThat(texts(Reports.nasty(), "p"))
                .contains(
                        "Not promoted: it breaks limits of the gate.", "Not comparable: 96 features before, 6 after.");
        MemoryReport sound = Reports.complete();
        assertThat(verdict(with(sound, new GateVerdict(false, List.of("too far")), List.of())))
                .isEqualTo("Sound, but not promoted.");
        assertThat(verdict(with(sound, new GateVerdict(true, List.of()), List.of("hubs", "parts"))))
                .isEqualTo("Sound and promoted, with 2 warnings.");
    }

    @Test
    void aPromotionAgainstTheGateIsAWarning() {
        MemoryReport forced = with(Reports.complete(), new GateVerdict(true, List.of("too far")), List.of());
        assertThat(verdict(forced)).isEqualTo("Sound and promoted, with one warning.");
        assertThat(texts(forced, "p")).contains("Promoted, although it breaks limits of the gate.");
        MemoryReport held = with(Reports.complete(), new GateVerdict(false, List.of()), List.of());
        assertThat(texts(held, "p")).contains("Not promoted, although it keeps every limit of the gate.");
    }

    @Test
    void aGraphWithoutEdgesHasAPageToo() {
        Laplacian lonely = Laplacian.of(1, new int[0], new int[0], new double[0]);
        GraphFacts graph = GraphFacts.of(LaplacianSurvey.of(lonely, LaplacianForm.COMBINATORIAL), Map.of());
        MemoryReport report = MemoryReport.ofGraph("lonely", graph);
        assertThat(texts(report, "li")).contains("All entries are zero, the graph has no edges.");
        assertThat(MemoryPage.html(report)).doesNotContain("NaN", "Infinity");
    }

    @Test
    void aWideSpectrumIsDrawnInPowersOfTen() {
        XyChart wide = SpectrumChart.of(List.of(0.0, 1e-4, 1.0, 4.0));
        assertThat(wide.y().logarithmic()).isTrue();
        // The line of the three that are above zero begins at rank 2, a third of the way from rank 1 to rank 4.
        assertThat(wide.svg().toString()).containsPattern("points=\"195\\.3,[0-9.]+ 328\\.7,[0-9.]+ 462\\.0,[0-9.]+\"");
        assertThat(SpectrumChart.of(List.of(0.0, 1.9, 57.9)).y().logarithmic()).isFalse();
        assertThat(SpectrumChart.of(List.of(-0.8, 0.0, 2.8)).y().low()).isEqualTo(-1);
    }

    @Test
    void whateverUsersWriteStaysText() {
        assertThat(elements(Reports.nasty(), "script")).isEmpty();
        assertThat(elements(Reports.nasty(), "img")).isEmpty();
        assertThat(elements(Reports.nasty(), "b")).isEmpty();
        assertThat(texts(Reports.nasty(), "h1")).containsExactly("Memory “<script>alert('x')</script>”");
        assertThat(texts(Reports.nasty(), "p")).contains("control \ufffd\ufffd\ufffd, half \ufffd and ]]> &amp; ");
        assertThat(texts(Reports.nasty(), "h2")).contains("Drift since release <u>old</u>");
    }

    @Test
    void refersToNothingOutside() {
        for (MemoryReport report : List.of(Reports.complete(), Reports.nasty(), FOREIGN)) {
            for (Element element : elements(report, "*")) {
                assertThat(element.hasAttribute("src")).isFalse();
                assertThat(element.hasAttribute("href")).isFalse();
            }
            assertThat(elements(report, "style")).singleElement().satisfies(style -> assertThat(style.getTextContent())
                    .doesNotContain("url(", "@import"));
        }
    }

    @Test
    void isTheSameInEveryCountry() {
        String expected = MemoryPage.html(Reports.complete());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(MemoryPage.html(Reports.complete())).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static MemoryReport with(MemoryReport report, GateVerdict gate, List<String> warnings) {
        return new MemoryReport(
                report.name(),
                report.release(),
                report.created(),
                report.revision(),
                report.intake(),
                report.embedding(),
                report.graph(),
                report.documents(),
                report.terms(),
                report.drift(),
                gate,
                warnings,
                report.seconds());
    }
}
