package io.tauspark.compare;

import io.tauspark.compare.halving.Halving;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.Tone;
import io.tauspark.page.XyChart.Series;
import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The findings of a sweep so far: {@code sweep.json} for programs, {@code sweep.html} for people.
 *
 * @param points that have finished trials, the best first
 * @param outcomes of all trials, in the order in which they were asked for
 * @param rungs how successive halving went; nothing where all trials are trained to the end
 */
public record SweepReport(List<ComparedVariant> points, List<TrialOutcome> outcomes, Optional<RungTable> rungs)
        implements Findings {
    private static final int DECIMALS = 4;

    /** More curves than these would not be told apart in any number of charts. */
    private static final int MOST_CURVES = 10;

    private static final List<String> NOTES = List.of(
            "Sorted by bits per byte of the validation documents at the last step, mean over the seeds; smallest and largest"
                    + " in brackets.",
            "The best of many was chosen by these documents, so that its own score flatters it: judge it again on others,"
                    + " or with other seeds.",
            "tokens/s is the median of the logged intervals, while other trials shared the machine.");

    private static final List<String> HALVING = List.of(
            "Bits per byte after the steps of each rung, mean over the seeds. A point with a worse score than as many others as"
                    + " may go on is stopped there; of equals the first goes on.",
            "A trial that is stopped has done the first steps of the whole training, at the rates of its schedule for all steps.");

    public SweepReport {
        points = List.copyOf(points);
        outcomes = List.copyOf(outcomes);
    }

    static SweepReport of(List<TrialOutcome> outcomes, Optional<Halving> halving) {
        List<ComparedVariant> sorted = ComparedVariant.of(outcomes, "").stream()
                .sorted(Comparator.comparingDouble(point -> point.bitsPerByte().mean()))
                .toList();
        return new SweepReport(sorted, outcomes, halving.map(rule -> RungTable.of(outcomes, rule)));
    }

    @Override
    public String summary() {
        String next = points.size() > 1 ? runnerUp() + System.lineSeparator() : "";
        String stopped = rungs.map(table -> table.table().markdown() + "\n" + table.sentence() + System.lineSeparator())
                .orElse("");
        return table().markdown() + "\n" + stopped + headline() + System.lineSeparator() + next;
    }

    @Override
    public String json() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("headline", headline());
        content.put("runner_up", points.size() > 1 ? runnerUp() : "");
        content.put("points", points);
        rungs.ifPresent(table -> content.put("halving", table));
        content.put("notes", NOTES);
        content.put("trials", outcomes.stream().map(TrialRow::of).toList());
        return Json.pretty(content);
    }

    @Override
    public String html() {
        List<String> swept = SettingPlots.names(outcomes);
        String title = swept.isEmpty() ? "Sweep over seeds" : "Sweep over " + String.join(", ", swept);
        Page page = new Page(title, subtitle()).add(message());
        if (!points.isEmpty()) {
            page.section("Results", table().html(), Blocks.list(NOTES));
            rungs.ifPresent(
                    table -> page.section("Successive halving", table.table().html(), Blocks.list(HALVING)));
            List<Element> plots = SettingPlots.of(outcomes);
            if (!plots.isEmpty()) {
                page.section("By setting", Blocks.row(plots.toArray(Element[]::new)));
            }
            page.section("Learning curves", curves());
        }
        page.section("Trials", TrialRow.table(outcomes, false).html());
        return page.html();
    }

    private Element message() {
        List<String> remarks = new ArrayList<>();
        if (points.size() > 1) {
            remarks.add(runnerUp());
        }
        rungs.ifPresent(table -> remarks.add(table.sentence()));
        int failed = failures().size();
        if (failed > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%d of %d trials failed; their reasons are in the table of trials.",
                    failed,
                    outcomes.size()));
        }
        return Blocks.message(failed == 0 && !points.isEmpty() ? Tone.GOOD : Tone.WARNING, headline(), remarks);
    }

    private String headline() {
        return points.isEmpty()
                ? "No trial is finished."
                : "%s is the best so far: %s bits per byte."
                        .formatted(
                                points.get(0).variant(),
                                points.get(0).bitsPerByte().text(DECIMALS));
    }

    /** The answer to whether the best can be told apart from the next. */
    private String runnerUp() {
        String best = points.get(0).variant();
        String next = points.get(1).variant();
        PairedDifference difference =
                PairedDifference.of(ComparedVariant.scores(outcomes, best), ComparedVariant.scores(outcomes, next));
        return "Is it better than the next, %s? %s".formatted(next, Verdict.text("the best", "the next", difference));
    }

    private String subtitle() {
        return String.format(
                Locale.ROOT,
                "%d trials, %d finished, %d failed; data %s, memory %s",
                outcomes.size(),
                outcomes.stream().filter(outcome -> outcome.result() != null).count(),
                failures().size(),
                outcomes.get(0).trial().train().data(),
                outcomes.get(0).trial().train().memory());
    }

    private Table table() {
        List<String> settings = SettingPlots.names(outcomes);
        List<Column> columns = new ArrayList<>();
        settings.forEach(name -> columns.add(Column.text(name)));
        if (settings.isEmpty()) {
            columns.add(Column.text("settings"));
        }
        columns.addAll(ComparedVariant.scoreColumns("bits/byte"));
        columns.addAll(List.of(Column.number("parameters"), Column.number("tokens/s")));
        return new Table(
                columns, points.stream().map(point -> cells(point, settings)).toList());
    }

    private List<String> cells(ComparedVariant point, List<String> settings) {
        Map<String, String> values = outcomes.stream()
                .map(TrialOutcome::trial)
                .filter(trial -> trial.group().equals(point.variant()))
                .findFirst()
                .map(Trial::settings)
                .orElse(Map.of());
        List<String> cells = new ArrayList<>();
        settings.forEach(name -> cells.add(values.getOrDefault(name, "–")));
        if (settings.isEmpty()) {
            cells.add(point.variant());
        }
        cells.addAll(point.scoreCells());
        cells.addAll(List.of(NumberText.of(point.parameters()), NumberText.of(Math.round(point.tokensPerSecond()))));
        return cells;
    }

    private Element curves() {
        List<String> best =
                points.stream().limit(MOST_CURVES).map(ComparedVariant::variant).toList();
        List<Series> lines = LearningCurves.means(TrialOutcome.curves(outcomes), best);
        String title = points.size() > best.size()
                ? String.format(Locale.ROOT, "Validation by tokens, the %d best", best.size())
                : "Validation by tokens";
        return LearningCurves.scores(title, lines);
    }
}
