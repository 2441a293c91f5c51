package io.tauspark.report;

import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.HeatMap;
import io.tauspark.page.HeatMap.Cell;
import io.tauspark.page.HeatMap.Row;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The section on how many keys each head looks at, at the end of the run. */
final class KeySection {
    private static final double PERCENT = 100;
    private static final double TEN = 10;
    private static final double THOUSAND = 1000;

    private final List<LayerHistory> layers;
    private final double visible;

    /** A remark on a cell. */
    private interface Remark {
        String of(LayerHistory layer, int number, HeadHistory head);
    }

    private KeySection(List<LayerHistory> layers, double visible) {
        this.layers = layers;
        this.visible = visible;
    }

    static void add(Page page, Run run) {
        if (!isMissing(run)) {
            new KeySection(run.history().layers(), run.history().visibleKeys()).add(page);
        }
    }

    /** Whether no head's effective keys were recorded. */
    static boolean isMissing(Run run) {
        return !isKnown(run.history().layers(), HeadHistory::effectiveKeys);
    }

    private void add(Page page) {
        List<Element> maps = new ArrayList<>();
        maps.add(map("Effective keys by layer and head", HeadHistory::effectiveKeys, this::remark));
        String scale = "";
        if (visible > 0) {
            maps.add(map(
                    "The same as % of visible keys",
                    head -> PERCENT * head.effectiveKeys() / visible, KeySection::place));
            scale = " A query sees %s keys on average.".formatted(NumberText.of(visible));
        }
        String further = "";
        if (isKnown(layers, HeadHistory::lookback)) {
            maps.add(map("How far back, tokens", HeadHistory::lookback, this::reach));
            further += " Half of a head's attention lies on keys no further back than shown.";
        }
        if (isKnown(layers, HeadHistory::matched)) {
            maps.add(map("% of attention on matching keys", head -> PERCENT * head.matched(), this::reach));
            further +=
                    " A key matches if its λ is no further from the query's than the temperature: a head that looks tokens"
                            + " up has much of its attention there, and far back. With a delay of 1 what matches is the token before"
                            + " the one that is read.";
        }
        page.section(
                "What heads look at",
                Blocks.paragraph("One over the mean sum of squared weights: 1 is a head that looks at a single key, and"
                        + " the number of visible keys is one that looks at all alike. In the last logged interval."
                        + scale
                        + " Point at a cell for its entropy." + further),
                Blocks.row(maps.toArray(Element[]::new)));
    }

    private static boolean isKnown(List<LayerHistory> layers, ToDoubleFunction<HeadHistory> value) {
        return layers.stream()
                .flatMap(layer -> layer.heads().stream())
                .anyMatch(head -> Double.isFinite(value.applyAsDouble(head)));
    }

    private Element map(String title, ToDoubleFunction<HeadHistory> value, Remark remark) {
        Span span = new Span();
        List<Row> rows = new ArrayList<>();
        for (LayerHistory layer : layers) {
            List<Cell> cells = new ArrayList<>();
            for (int k = 0; k < layer.heads().size(); k++) {
                HeadHistory head = layer.heads().get(k);
                double shown = value.applyAsDouble(head);
                span.with(shown);
                cells.add(new Cell(shown, brief(shown), remark.of(layer, k, head)));
            }
            rows.add(new Row(layer.name(), cells));
        }
        HeatMap chart = new HeatMap(
                title,
                "A row for each layer, a cell for each head, from %s to %s; darker is more."
                        .formatted(NumberText.of(span.low()), NumberText.of(span.high())),
                rows,
                span.low(),
                span.high());
        return Element.of("figure")
                .add(
                        Element.of("figcaption", title),
                        Element.of("div").with("class", "wide").add(chart.svg()));
    }

    private static String place(LayerHistory layer, int number, HeadHistory head) {
        String kind = head.kind().isEmpty() ? "" : " (" + head.kind() + ")";
        return String.format(Locale.ROOT, "%s, head %d%s", layer.name(), number, kind);
    }

    private String remark(LayerHistory layer, int number, HeadHistory head) {
        String share = visible > 0
                ? " of %s visible, %s"
                        .formatted(NumberText.of(visible), NumberText.percent(head.effectiveKeys() / visible))
                : "";
        String entropy =
                Double.isFinite(head.entropy()) ? "; entropy %s nats".formatted(NumberText.of(head.entropy())) : "";
        return "%s: %s effective keys%s%s"
                .formatted(place(layer, number, head), NumberText.of(head.effectiveKeys()), share, entropy);
    }

    private String reach(LayerHistory layer, int number, HeadHistory head) {
        String matched = Double.isFinite(head.matched())
                ? ", %s on matching keys".formatted(NumberText.percent(head.matched()))
                : "";
        String delay = head.delay() > 0 ? "; its keys lag by " + head.delay() : "";
        return "%s: half of the attention within %s tokens%s%s"
                .formatted(place(layer, number, head), NumberText.of(head.lookback()), matched, delay);
    }

    /** A number in four characters at most. */
    private static String brief(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (value < TEN) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return value < THOUSAND
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1fk", value / THOUSAND);
    }
}
