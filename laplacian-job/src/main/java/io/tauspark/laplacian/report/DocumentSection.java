package io.tauspark.laplacian.report;

import io.tauspark.memory.EnergyDistribution;
import io.tauspark.memory.Histogram;
import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.HistogramChart;
import io.tauspark.page.HistogramChart.Marker;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The section on how the documents lie on the graph, with examples of them. */
final class DocumentSection {
    /** Fine enough to see a shape, and 25 order statistics to a bin, so that it is no noise. */
    private static final int BINS = 40;

    private static final double PERCENT = 100;

    private DocumentSection() {}

    static void add(Page page, DocumentFacts documents) {
        EnergyDistribution energies = documents.energies();
        page.section(
                "Documents on the graph",
                Blocks.paragraph(("Energy is small where a document's vector is smooth along the edges. λ = E / (E + τ)"
                                + " bounds it: τ = %s (%s) is where λ is one half.")
                        .formatted(NumberText.of(documents.tau()), documents.tauRule())),
                Blocks.row(
                        Blocks.figure(
                                chart(
                                        "λ of the documents",
                                        "λ",
                                        energies.lambdas(documents.tau(), BINS),
                                        documents.lambdaP05(),
                                        documents.lambdaP50(),
                                        documents.lambdaP95()),
                                "The wider λ is spread, the better attention can tell documents apart by it."),
                        Blocks.figure(
                                chart(
                                        "Energies of the documents",
                                        "energy",
                                        energies.energies(BINS),
                                        energies.quantile(DocumentFacts.LOW),
                                        energies.quantile(DocumentFacts.MIDDLE),
                                        energies.quantile(DocumentFacts.HIGH)),
                                "")));
        List<Element> columns = new ArrayList<>();
        addSamples(columns, "Lowest λ: smoothest on the graph", documents.lowest());
        addSamples(columns, "Closest to the median λ", documents.typical());
        addSamples(columns, "Highest λ: roughest on the graph", documents.highest());
        if (!columns.isEmpty()) {
            page.section("Typical and untypical documents", Blocks.columns(columns.toArray(Element[]::new)));
        }
    }

    /** λ with the same decimals everywhere, so that values under each other compare at a glance. */
    static String lambda(double lambda) {
        int decimals = 4;
        return NumberText.fixed(lambda, decimals);
    }

    private static HistogramChart chart(
            String title, String unit, Histogram histogram, double p05, double p50, double p95) {
        return new HistogramChart(
                title,
                "Histogram from %s to %s; 5 %% lie below %s, half below %s, 95 %% below %s."
                        .formatted(
                                NumberText.of(histogram.low()),
                                NumberText.of(histogram.high()),
                                NumberText.of(p05),
                                NumberText.of(p50),
                                NumberText.of(p95)),
                Axis.exact(unit, histogram.low(), histogram.high()),
                Axis.round("% of documents", 0, PERCENT * Collections.max(histogram.shares())),
                histogram.low(),
                histogram.high(),
                histogram.shares().stream().map(share -> PERCENT * share).toList(),
                List.of(new Marker("p05", p05), new Marker("p50", p50), new Marker("p95", p95)));
    }

    private static void addSamples(List<Element> columns, String heading, List<DocumentFacts.Sample> samples) {
        if (samples.isEmpty()) {
            return;
        }
        Element items = Element.of("ol").with("class", "items");
        for (DocumentFacts.Sample sample : samples) {
            String about = "λ %s · energy %s".formatted(lambda(sample.lambda()), NumberText.of(sample.energy()));
            Element item = Element.of("li")
                    .add(
                            Element.of("p", sample.id()).with("class", "name"),
                            Element.of("p", about).with("class", "about"));
            if (!sample.text().isEmpty()) {
                item.add(Element.of("p", sample.text()));
            }
            items.add(item);
        }
        columns.add(Element.of("div").add(Blocks.heading(heading), items));
    }
}
