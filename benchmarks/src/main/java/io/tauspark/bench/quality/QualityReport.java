package io.tauspark.bench.quality;

import io.tauspark.bench.quality.Comparison.Against;
import io.tauspark.bench.quality.Comparison.Row;
import io.tauspark.compare.LearningCurves;
import io.tauspark.compare.LineGroups;
import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.List;

/** A comparison as people read it: a table, and a page with the learning curves. */
final class QualityReport {
    private static final int DECIMALS = 4;
    private static final String NONE = "–";
    private static final String NOTE =
            "Means over seeds, smallest and largest in brackets. Parameters are those with the best score on the"
                    + " selection half of the validation documents; the table scores them on the other half.";

    private final List<TrialResult> results;
    private final Comparison comparison;
    private final List<String> order;

    /** @param order of the variants */
    QualityReport(List<TrialResult> results, List<String> order, List<String> baselines) {
        this.results = results;
        this.comparison = Comparison.of(results, order, baselines);
        this.order = order;
    }

    Table table() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("variant"),
                Column.number("seeds"),
                Column.number("parameters"),
                Column.number("test bits/byte")));
        for (String baseline : comparison.baselines()) {
            columns.add(Column.number("minus " + baseline));
            columns.add(Column.number("ratio to " + baseline));
        }
        columns.add(Column.number("tokens/s"));
        return new Table(columns, comparison.rows().stream().map(this::cells).toList());
    }

    String markdown() {
        return table().markdown() + "\n" + NOTE + "\n";
    }

    /** @param subtitle what was trained on what */
    String html(String subtitle) {
        Page page = new Page("Quality of attention kinds", subtitle)
                .section("Test scores", table().html(), Blocks.paragraph(NOTE));
        List<Series> curves = LearningCurves.means(
                results.stream()
                        .map(result -> new LearningCurves.Curve(result.variant(), result.curve()))
                        .toList(),
                order);
        if (!curves.isEmpty()) {
            List<Series> differences = LearningCurves.minusFirst(curves);
            Axis tokens = LineGroups.around("tokens, millions", curves, Series::xs);
            page.section(
                    "Learning curves",
                    LineGroups.figures(
                            "Selection score by tokens",
                            "Bits per byte of the selection half after so many tokens, mean over seeds.",
                            tokens,
                            LineGroups.around("bits per byte", curves, Series::ys),
                            curves),
                    LineGroups.figures(
                            "The same minus " + curves.get(0).name(),
                            "Difference in bits per byte after the same tokens; below zero is better.",
                            tokens,
                            LineGroups.around("bits per byte, difference", differences, Series::ys),
                            differences));
        }
        return page.html();
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(
                row.variant(),
                NumberText.of((long) row.seeds()),
                NumberText.of(row.parameters()),
                row.test().text(DECIMALS)));
        for (String baseline : comparison.baselines()) {
            Against against = row.against().get(baseline);
            cells.add(against == null ? NONE : against.difference().signedText(DECIMALS));
            cells.add(against == null ? NONE : against.ratio().text(DECIMALS));
        }
        cells.add(NumberText.of(Math.round(row.tokensPerSecond())));
        return cells;
    }
}
