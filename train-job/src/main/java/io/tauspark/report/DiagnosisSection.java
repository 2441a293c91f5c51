package io.tauspark.report;

import io.tauspark.diagnosis.Correlation;
import io.tauspark.diagnosis.Diagnosis;
import io.tauspark.diagnosis.Diagnosis.Collapse;
import io.tauspark.diagnosis.Epiplexity;
import io.tauspark.diagnosis.LambdaLossCorrelation;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.Tone;
import io.tauspark.run.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The section on what {@code diagnosis.json} says: learning or collapse, and how much structure was learnt. */
final class DiagnosisSection {
    private static final int DECIMALS = 2;
    private static final int MOST_COLLAPSES = 20;

    private DiagnosisSection() {}

    static void add(Page page, Run run) {
        Diagnosis diagnosis = run.diagnosis();
        if (diagnosis == null) {
            return;
        }
        List<Element> content = new ArrayList<>();
        collapses(diagnosis.collapses(), content);
        correlation(diagnosis.correlation(), content);
        epiplexity(diagnosis.epiplexity(), content);
        page.section("Diagnosis", content.toArray(Element[]::new));
    }

    private static void collapses(@Nullable List<Collapse> collapses, List<Element> content) {
        if (collapses == null) {
            return;
        }
        if (collapses.isEmpty()) {
            content.add(Blocks.message(Tone.GOOD, "No head collapsed.", List.of()));
            return;
        }
        List<String> reasons = new ArrayList<>();
        for (Collapse collapse : collapses) {
            if (reasons.size() == MOST_COLLAPSES) {
                reasons.add(String.format(Locale.ROOT, "%d more", collapses.size() - MOST_COLLAPSES));
                break;
            }
            reasons.add("layer %s, head %s, step %s: %s"
                    .formatted(collapse.layer(), collapse.head(), collapse.step(), collapse.reason()));
        }
        String headline = collapses.size() == 1 ? "One head collapsed." : collapses.size() + " heads collapsed.";
        content.add(Blocks.message(Tone.WARNING, headline, reasons));
    }

    private static void correlation(@Nullable LambdaLossCorrelation correlation, List<Element> content) {
        if (correlation == null) {
            return;
        }
        content.add(Blocks.heading("Does the median λ fall with the validation loss?"));
        content.add(Blocks.paragraph(correlation.text()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("all layers", correlation.all(), correlation.withoutRecalibrations()));
        correlation
                .layers()
                .forEach(each -> rows.add(row("layer " + each.layer(), each.all(), each.withoutRecalibrations())));
        content.add(new Table(
                        List.of(
                                Column.text("median λ of"),
                                Column.number("r"),
                                Column.number("scorings"),
                                Column.number("r without recalibrations"),
                                Column.number("scorings")),
                        rows)
                .html());
        content.add(Blocks.paragraph(
                        "Pearson's r: at 1 the median λ falls exactly as the loss does, at 0 the two have nothing to do with"
                                + " each other, at −1 one rises where the other falls. A recalibration moves λ whatever was"
                                + " learnt: an r that shrinks without the scorings about recalibrations was made by them.")
                .with("class", "remark"));
    }

    private static List<String> row(String name, Correlation all, Correlation without) {
        return List.of(name, r(all), points(all), r(without), points(without));
    }

    private static String r(Correlation part) {
        double r = Fields.number(part.r());
        return Double.isNaN(r) ? "–" : NumberText.fixed(r, DECIMALS);
    }

    private static String points(Correlation part) {
        return String.valueOf(part.points());
    }

    private static void epiplexity(@Nullable Epiplexity epiplexity, List<Element> content) {
        if (epiplexity == null) {
            return;
        }
        content.add(Blocks.heading("Epiplexity"));
        double bits = epiplexity.bits();
        if (Double.isFinite(bits)) {
            content.add(Blocks.paragraph(
                    "The area between the loss curve and its end: %s bits over %s tokens, end loss %s nats."
                            .formatted(
                                    NumberText.of(bits),
                                    NumberText.of(epiplexity.tokens()),
                                    NumberText.of(epiplexity.endLoss()))));
        }
        content.add(Blocks.paragraph(epiplexity.text()));
    }
}
