package io.tauspark.report;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.Page;
import io.tauspark.page.XyChart.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Temperatures and τ of the heads over steps. */
final class TemperatureSection {
    private final Run run;
    private final int heads;

    private TemperatureSection(Run run) {
        this.run = run;
        this.heads = run.history().layers().stream()
                .mapToInt(layer -> layer.heads().size())
                .sum();
    }

    static void add(Page page, Run run) {
        new TemperatureSection(run).add(page);
    }

    private void add(Page page) {
        List<Element> content = new ArrayList<>();
        temperatures(content);
        constants(content);
        if (!content.isEmpty()) {
            page.section("Temperature and τ", content.toArray(Element[]::new));
        }
    }

    private void temperatures(List<Element> content) {
        List<LayerHistory> layers = with(head -> head.temperature);
        if (layers.isEmpty()) {
            return;
        }
        Axis y = axis(layers, List.of(head -> head.temperature));
        content.add(Blocks.heading("Temperature"));
        content.add(Blocks.paragraph(HeadLines.key(heads) + " The lower, the fewer keys a head looks at."));
        content.add(Steps.perLayer(
                layers,
                layer -> Steps.small(
                        run,
                        layer.title(),
                        "Temperatures of the heads of %s over steps.".formatted(layer.name()),
                        y,
                        HeadLines.of(layer, head -> head.temperature, Colour.FIRST, heads),
                        List.of())));
    }

    private void constants(List<Element> content) {
        List<LayerHistory> layers = with(head -> head.tau);
        if (layers.isEmpty()) {
            return;
        }
        boolean diagnosed = !with(head -> head.medianEnergy).isEmpty();
        Axis y = axis(layers, List.of(head -> head.tau, head -> head.medianEnergy));
        content.add(Blocks.heading(diagnosed ? "τ (blue) and median energy (orange, dashed)" : "τ"));
        content.add(Blocks.paragraph(
                diagnosed
                        ? "τ is the constant that attention uses: an energy of τ becomes λ = ½. The median energy of the keys"
                                + " of an interval only tells how far they have drifted from it."
                        : "τ is the constant that attention uses: an energy of τ becomes λ = ½."));
        content.add(Steps.perLayer(
                layers,
                layer -> Steps.small(
                        run,
                        layer.title(),
                        "τ and median energies of the heads of %s over steps.".formatted(layer.name()),
                        y,
                        HeadLines.of(layer, head -> head.tau, Colour.FIRST, heads)
                                .over(HeadLines.of(layer, head -> head.medianEnergy, Colour.SECOND, heads)),
                        Marks.recalibrations(run))));
    }

    private List<LayerHistory> with(Function<HeadHistory, Trace> value) {
        return run.history().layers().stream()
                .filter(layer -> layer.heads().stream()
                        .anyMatch(head -> !value.apply(head).isEmpty()))
                .toList();
    }

    private static Axis axis(List<LayerHistory> layers, List<Function<HeadHistory, Trace>> values) {
        Span span = new Span();
        for (LayerHistory layer : layers) {
            for (HeadHistory head : layer.heads()) {
                values.forEach(value -> span.with(value.apply(head)));
            }
        }
        return span.axisOrPowers("");
    }
}
