package io.tauspark.bench.recall;

import io.tauspark.bench.recall.MqarResult.Marks;
import io.tauspark.bench.recall.RecallResult.DistanceClass;
import io.tauspark.compare.Spread;
import io.tauspark.page.Blocks;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Multi-query associative recall of variants, as people read it: a table by size of sequences and one by distance. */
final class MqarReport {
    private static final double PERCENT = 100;
    private static final double BYTES_OF_A_KILOBYTE = 1000;

    private final List<MqarResult> results;
    private final List<String> order;
    private final List<MqarPaper> papers;
    private final int vocabulary;

    /**
     * @param order of the variants
     * @param papers sizes that were asked
     * @param vocabulary of the task
     */
    MqarReport(List<MqarResult> results, List<String> order, List<MqarPaper> papers, int vocabulary) {
        this.results = results;
        this.order = order;
        this.papers = papers;
        this.vocabulary = vocabulary;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (MqarForm form : forms()) {
            text.append("### ").append(title(form)).append(", by tokens × pairs\n\n");
            text.append(bySize(form).markdown()).append('\n');
            text.append("### ").append(title(form)).append(", by distance, all sizes\n\n");
            text.append(byDistance(form).markdown()).append('\n');
        }
        return text.append(note()).append('\n').toString();
    }

    /** @param subtitle what was trained how */
    String html(String subtitle) {
        Page page = new Page("Multi-query associative recall", subtitle);
        for (MqarForm form : forms()) {
            page.section(title(form) + ", by tokens × pairs", bySize(form).html(), Blocks.paragraph(note()));
            page.section(
                    title(form) + ", by distance, all sizes", byDistance(form).html());
        }
        return page.html();
    }

    private List<MqarForm> forms() {
        return results.stream().map(MqarResult::form).distinct().sorted().toList();
    }

    private static String title(MqarForm form) {
        return form == MqarForm.BEHIND ? "Values behind their keys" : "Keys and values stacked";
    }

    private Table bySize(MqarForm form) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("variant"),
                Column.number("seeds"),
                Column.text("rates"),
                Column.number("parameters"),
                Column.number("kB of past")));
        papers.forEach(paper -> columns.add(Column.number(paper.toString())));
        List<List<String>> rows = new ArrayList<>();
        for (String variant : order) {
            List<MqarResult> chosen = chosen(form, variant);
            if (!chosen.isEmpty()) {
                List<String> row = new ArrayList<>(List.of(
                        variant,
                        Integer.toString(chosen.size()),
                        rates(chosen),
                        NumberText.of(chosen.get(0).parameters()),
                        NumberText.of(Math.round(chosen.get(0).past() / BYTES_OF_A_KILOBYTE))));
                for (int number = 0; number < papers.size(); number++) {
                    int paper = number;
                    row.add(percents(chosen, result -> {
                        Marks marks = result.papers().get(paper);
                        return (double) marks.answered() / Math.max(1, marks.asked());
                    }));
                }
                rows.add(row);
            }
        }
        return new Table(columns, rows);
    }

    private Table byDistance(MqarForm form) {
        List<DistanceClass> classes =
                results.isEmpty() ? List.of() : results.get(0).classes();
        List<Column> columns = new ArrayList<>(List.of(Column.text("variant")));
        classes.forEach(reach -> columns.add(Column.number(reach.from() + "–" + reach.to())));
        List<List<String>> rows = new ArrayList<>();
        for (String variant : order) {
            List<MqarResult> chosen = chosen(form, variant);
            if (!chosen.isEmpty()) {
                List<String> row = new ArrayList<>(List.of(variant));
                for (int number = 0; number < classes.size(); number++) {
                    int reach = number;
                    row.add(percents(chosen, result -> {
                        DistanceClass found = result.classes().get(reach);
                        return (double) found.answered() / Math.max(1, found.asked());
                    }));
                }
                rows.add(row);
            }
        }
        return new Table(columns, rows);
    }

    /** For each seed the result at the rate that did best in its last examination. */
    private List<MqarResult> chosen(MqarForm form, String variant) {
        return results.stream()
                .filter(result -> result.form() == form && result.variant().equals(variant))
                .collect(Collectors.groupingBy(MqarResult::seed))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(seed -> seed.getValue().stream()
                        .max(Comparator.comparingDouble(MqarResult::chosenBy)
                                .thenComparing(MqarResult::rate, Comparator.reverseOrder()))
                        .orElseThrow())
                .toList();
    }

    private static String rates(List<MqarResult> chosen) {
        return chosen.stream()
                .map(result -> String.format(Locale.ROOT, "%.1e", result.rate()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String percents(List<MqarResult> chosen, Function<MqarResult, Double> share) {
        return Spread.of(chosen.stream()
                        .map(result -> PERCENT * share.apply(result))
                        .toList())
                .text(1);
    }

    private String note() {
        return "Percent of questions answered right: mean over seeds, smallest and largest in brackets. Guessing among the"
                + " values is right in " + NumberText.percent(2.0 / vocabulary)
                + " of the cases. Of each variant and seed the"
                + " rate counts that did best on sequences of lessons that were neither learnt from nor tested with.";
    }
}
