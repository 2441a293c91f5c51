package io.tauspark.laplacian.report;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.GraphChart;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import io.tauspark.terms.TermSurvey;
import io.tauspark.terms.TermSurvey.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The section on the terms of the memory: their graph, their neighbours, and what its low eigenvectors tell apart. */
final class TermSection {
    private TermSection() {}

    static void add(Page page, TermSurvey terms) {
        page.section(
                "Terms",
                Blocks.paragraph(
                        "The tokens of the vocabulary as the documents use them. Two are topical neighbours where"
                                + " they occur with the same others, and substitutes where the same stand right before and after"
                                + " them."),
                Blocks.facts(facts(terms)),
                drawing(terms.drawing()),
                Blocks.heading("Nearest neighbours"),
                neighbours(terms),
                Blocks.row(
                        Blocks.figure(
                                spectrum(terms.eigenvalues()),
                                "One at zero for each part beyond the first; a small one for each part that few edges"
                                        + " join to the rest."),
                        lambda(terms)),
                Blocks.heading("Ends of the lowest eigenvectors"),
                axes(terms));
    }

    private static Map<String, String> facts(TermSurvey terms) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("tokenizer", terms.tokenizer() + ", " + NumberText.of(terms.vocabulary()) + " tokens");
        facts.put("known tokens", NumberText.of(terms.known()));
        facts.put("occurrences of tokens", NumberText.of(terms.occurrences()));
        facts.put("edges of the term graph", NumberText.of(terms.edges()));
        facts.put("connected parts", NumberText.of(terms.components()));
        facts.put("known tokens without an edge", NumberText.of(terms.apart()));
        facts.put("σ, the median distance of neighbours", NumberText.of(terms.sigma()));
        facts.put("τ, the median energy of terms", NumberText.of(terms.tau()));
        return facts;
    }

    private static Element drawing(TermSurvey.Drawing drawing) {
        return Blocks.figure(
                new GraphChart(
                        "Frequent terms on the term graph",
                        "%s terms by their rank along the first and the second eigenvector, and the %s edges between them."
                                .formatted(
                                        drawing.places().size(), drawing.edges().size()),
                        drawing.places().stream()
                                .map(place -> new GraphChart.Node(place.term(), place.x(), place.y()))
                                .toList(),
                        drawing.edges().stream()
                                .map(edge -> new GraphChart.Link(edge.from(), edge.to(), edge.weight()))
                                .toList()),
                "Each stands at its rank along the first eigenvector (to the right) and the second (upwards). A line is an"
                        + " edge, the stronger the heavier. Most neighbours of a term are not drawn.");
    }

    private static Element neighbours(TermSurvey terms) {
        return new Table(
                        List.of(
                                Column.text("term"),
                                Column.number("times"),
                                Column.text("topical neighbours"),
                                Column.text("substitutes")),
                        terms.neighbours().stream()
                                .map(each -> List.of(
                                        each.term(),
                                        NumberText.of(each.count()),
                                        names(each.topical()),
                                        names(each.substitutes())))
                                .toList())
                .html();
    }

    private static String names(List<Weighted> terms) {
        return terms.stream().map(Weighted::term).collect(Collectors.joining(", "));
    }

    private static XyChart spectrum(List<Double> eigenvalues) {
        List<Double> ranks = IntStream.rangeClosed(2, eigenvalues.size() + 1)
                .mapToObj(rank -> (double) rank)
                .toList();
        double highest = eigenvalues.get(eigenvalues.size() - 1);
        return XyChart.lines(
                "Low end of the term graph's spectrum",
                "Eigenvalues 2 to %s of the normalised Laplacian, from %s to %s."
                        .formatted(eigenvalues.size() + 1, NumberText.of(eigenvalues.get(0)), NumberText.of(highest)),
                Axis.exact("rank", 2, eigenvalues.size() + 1.0),
                Axis.round("eigenvalue", 0, highest),
                List.of(new Series("eigenvalue", ranks, eigenvalues)));
    }

    private static Element lambda(TermSurvey terms) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < Math.min(terms.smooth().size(), terms.rough().size()); k++) {
            Weighted low = terms.smooth().get(k);
            Weighted high = terms.rough().get(k);
            rows.add(List.of(
                    low.term(),
                    DocumentSection.lambda(low.value()),
                    high.term(),
                    DocumentSection.lambda(high.value())));
        }
        return Element.of("div")
                .add(
                        Blocks.heading("Lowest and highest λ"),
                        Blocks.paragraph(
                                "λ is low where all neighbours are about the same, and high where they are about different things."),
                        new Table(
                                        List.of(
                                                Column.text("lowest"),
                                                Column.number("λ"),
                                                Column.text("highest"),
                                                Column.number("λ")),
                                        rows)
                                .html());
    }

    private static Element axes(TermSurvey terms) {
        List<List<String>> rows = new ArrayList<>();
        for (TermSurvey.Axis axis : terms.axes()) {
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    NumberText.of(axis.eigenvalue()),
                    String.join(", ", axis.low()),
                    String.join(", ", axis.high())));
        }
        return new Table(
                        List.of(
                                Column.number("eigenvector"),
                                Column.number("eigenvalue"),
                                Column.text("one end"),
                                Column.text("the other")),
                        rows)
                .html();
    }
}
