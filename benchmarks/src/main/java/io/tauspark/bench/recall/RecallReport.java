package io.tauspark.bench.recall;

import io.tauspark.bench.recall.RecallResult.DistanceClass;
import io.tauspark.compare.LineGroups;
import io.tauspark.compare.Spread;
import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The recall of variants by distance, as people read it: a table per task, and a page with the lines. */
final class RecallReport {
    private static final String NOTE =
            "Percent of questions answered right, by the distance in tokens between a cue and its only earlier occurrence:"
                    + " mean over seeds, smallest and largest in brackets. ";

    private static final double BYTES_OF_A_KILOBYTE = 1000;

    private final List<RecallResult> results;
    private final List<String> order;
    private final int vocabulary;

    /**
     * @param order of the variants
     * @param vocabulary of the tasks
     */
    RecallReport(List<RecallResult> results, List<String> order, int vocabulary) {
        this.results = results;
        this.order = order;
        this.vocabulary = vocabulary;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (RecallTask task : tasks()) {
            text.append("### ").append(task.title()).append("\n\n");
            text.append(table(task).markdown()).append('\n').append(note()).append("\n\n");
        }
        return text.toString();
    }

    /** @param subtitle what was trained how */
    String html(String subtitle) {
        Page page = new Page("Recall over distance", subtitle);
        for (RecallTask task : tasks()) {
            List<Series> lines = lines(task);
            Axis distance = Axis.counts(
                    "distance, as a power of two",
                    1,
                    Math.max(2, of(task).get(0).classes().size()));
            page.section(
                    task.title(),
                    table(task).html(),
                    Blocks.paragraph(note()),
                    LineGroups.figures(
                            "Right answers by distance",
                            "Share of questions answered right, by the distance to the only earlier occurrence of the cue.",
                            distance,
                            Axis.exact("share of right answers", 0, 1),
                            lines));
        }
        return page.html();
    }

    Table table(RecallTask task) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("variant"),
                Column.number("seeds"),
                Column.number("parameters"),
                Column.number("kB of past")));
        for (DistanceClass reach : of(task).get(0).classes()) {
            columns.add(Column.number(reach.from() + "–" + reach.to()));
        }
        columns.add(Column.number("tokens/s"));
        List<List<String>> rows = new ArrayList<>();
        for (String variant : order) {
            List<RecallResult> seeds = of(task, variant);
            if (!seeds.isEmpty()) {
                rows.add(row(variant, seeds));
            }
        }
        return new Table(columns, rows);
    }

    private static List<String> row(String variant, List<RecallResult> seeds) {
        List<String> row = new ArrayList<>(List.of(
                variant,
                Integer.toString(seeds.size()),
                NumberText.of(seeds.get(0).parameters()),
                seeds.get(0).past() == 0
                        ? "–"
                        : NumberText.of(Math.round(seeds.get(0).past() / BYTES_OF_A_KILOBYTE))));
        for (int k = 0; k < seeds.get(0).classes().size(); k++) {
            row.add(Spread.of(percents(seeds, k)).text(1));
        }
        double speed = Spread.of(
                        seeds.stream().map(RecallResult::tokensPerSecond).toList())
                .mean();
        row.add(NumberText.of(Math.round(speed)));
        return row;
    }

    private List<Series> lines(RecallTask task) {
        List<Series> lines = new ArrayList<>();
        for (String variant : order) {
            List<RecallResult> seeds = of(task, variant);
            if (!seeds.isEmpty()) {
                int classes = seeds.get(0).classes().size();
                List<Double> powers = IntStream.rangeClosed(1, classes)
                        .mapToObj(k -> (double) k)
                        .toList();
                List<Double> shares = IntStream.range(0, classes)
                        .mapToObj(k -> Spread.of(percents(seeds, k)).mean() / 100)
                        .toList();
                lines.add(new Series(variant, powers, shares));
            }
        }
        return lines;
    }

    private static List<Double> percents(List<RecallResult> seeds, int number) {
        return seeds.stream()
                .map(seed -> seed.classes().get(number))
                .map(found -> 100.0 * found.answered() / Math.max(1, found.asked()))
                .toList();
    }

    private String note() {
        return NOTE + "Guessing among the possible answers is right in "
                + NumberText.percent(RecallTask.chance(vocabulary)) + " of the cases.";
    }

    private List<RecallTask> tasks() {
        return results.stream().map(RecallResult::task).distinct().sorted().toList();
    }

    private List<RecallResult> of(RecallTask task) {
        return results.stream().filter(result -> result.task() == task).toList();
    }

    private List<RecallResult> of(RecallTask task, String variant) {
        return of(task).stream()
                .filter(result -> result.variant().equals(variant))
                .toList();
    }
}
