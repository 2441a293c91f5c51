package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.observe.page.Blocks;
import io.tauspark.observe.page.Column;
import io.tauspark.observe.page.Element;
import io.tauspark.observe.page.NumberText;
import io.tauspark.observe.page.Page;
import io.tauspark.observe.page.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code diagnosis.json} says: learning or collapse, and how much structure was learnt. */
final class DiagnosisSection {
    private static final int DECIMALS = 2;
    private static final int MOST_COLLAPSES = 20;

    private DiagnosisSection() {}

    static void add(Page page, Run run) {
        JsonNode diagnosis = run.diagnosis();
        if (diagnosis == null) {
            return;
        }
        List<Element> content = new ArrayList<>();
        collapses(diagnosis.path("collapses"), content);
        correlation(diagnosis.path("correlation"), content);
        epiplexity(diagnosis.path("epiplexity"), content);
        page.section("Diagnosis", content.toArray(Element[]::new));
    }

    private static void collapses(JsonNode collapses, List<Element> content) {
        if (!collapses.isArray()) {
            return;
        }
        if (collapses.isEmpty()) {
            content.add(Blocks.message(Tone.GOOD, "No head collapsed.", List.of()));
            return;
        }
        List<String> reasons = new ArrayList<>();
        for (JsonNode collapse : collapses) {
            if (reasons.size() == MOST_COLLAPSES) {
                reasons.add(String.format(Locale.ROOT, "%d more", collapses.size() - MOST_COLLAPSES));
                break;
            }
            reasons.add("layer %s, head %s, step %s: %s"
                    .formatted(
                            collapse.path("layer").asText("?"),
                            collapse.path("head").asText("?"),
                            collapse.path("step").asText("?"),
                            collapse.path("reason").asText("no reason was recorded")));
        }
        String headline = collapses.size() == 1 ? "One head collapsed." : collapses.size() + " heads collapsed.";
        content.add(Blocks.message(Tone.WARNING, headline, reasons));
    }

    private static void correlation(JsonNode correlation, List<Element> content) {
        if (!correlation.isObject()) {
            return;
        }
        content.add(Blocks.heading("Does the median λ fall with the validation loss?"));
        if (correlation.path("text").isTextual()) {
            content.add(Blocks.paragraph(correlation.path("text").asText()));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("all layers", correlation));
        correlation
                .path("layers")
                .forEach(layer -> rows.add(row("layer " + layer.path("layer").asText("?"), layer)));
        content.add(Blocks.table(
                List.of(
                        Column.text("median λ of"),
                        Column.number("r"),
                        Column.number("scorings"),
                        Column.number("r without recalibrations"),
                        Column.number("scorings")),
                rows));
        content.add(Blocks.paragraph(
                        "Pearson's r: at 1 the median λ falls exactly as the loss does, at 0 the two have nothing to do with"
                                + " each other, at −1 one rises where the other falls. A recalibration moves λ whatever was"
                                + " learnt: an r that shrinks without the scorings about recalibrations was made by them.")
                .with("class", "remark"));
    }

    private static List<String> row(String name, JsonNode scope) {
        JsonNode all = scope.path("all");
        JsonNode without = scope.path("without_recalibrations");
        return List.of(name, r(all), points(all), r(without), points(without));
    }

    private static String r(JsonNode part) {
        double r = Fields.number(part.path("r"));
        return Double.isNaN(r) ? "–" : NumberText.fixed(r, DECIMALS);
    }

    private static String points(JsonNode part) {
        return part.path("points").isNumber() ? part.path("points").asText() : "–";
    }

    private static void epiplexity(JsonNode epiplexity, List<Element> content) {
        if (!epiplexity.isObject()) {
            return;
        }
        content.add(Blocks.heading("Epiplexity"));
        double bits = Fields.number(epiplexity.path("bits"));
        if (Double.isFinite(bits)) {
            content.add(Blocks.paragraph(
                    "The area between the loss curve and its end: %s bits over %s tokens, end loss %s nats."
                            .formatted(
                                    NumberText.of(bits),
                                    NumberText.of(epiplexity.path("tokens").asLong()),
                                    NumberText.of(Fields.number(epiplexity.path("end_loss"))))));
        }
        if (epiplexity.path("text").isTextual()) {
            content.add(Blocks.paragraph(epiplexity.path("text").asText()));
        }
    }
}
