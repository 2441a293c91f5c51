package io.tauspark.report;

import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.run.SampleLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The section on what the model wrote on its way. */
final class SampleSection {
    private static final int MOST = 12;
    private static final int LONGEST = 2000;

    private SampleSection() {}

    static void add(Page page, Run run) {
        List<SampleLine> samples = run.samples();
        if (samples.isEmpty()) {
            return;
        }
        Element items = Element.of("ol").with("class", "items");
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int k = 0; k < MOST; k++) {
            chosen.add((int) Math.round(k * (samples.size() - 1) / (MOST - 1.0)));
        }
        chosen.forEach(k -> items.add(item(samples.get(k))));
        List<Element> content = new ArrayList<>();
        if (chosen.size() < samples.size()) {
            content.add(Blocks.paragraph(String.format(
                    Locale.ROOT,
                    "%d of %s, evenly chosen; all are in samples.jsonl.",
                    chosen.size(),
                    NumberText.of(samples.size()))));
        }
        content.add(items);
        page.section("What it wrote", content.toArray(Element[]::new));
    }

    private static Element item(SampleLine sample) {
        String prompt = sample.prompt().isEmpty() ? "a new document" : "“" + sample.prompt() + "”";
        String text = sample.text();
        String shown = text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
        return Element.of("li")
                .add(
                        Element.of("p", "step %s · %s".formatted(NumberText.of(sample.step()), prompt))
                                .with("class", "about"),
                        Element.of("pre", shown));
    }
}
