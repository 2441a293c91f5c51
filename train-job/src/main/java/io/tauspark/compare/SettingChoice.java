package io.tauspark.compare;

import io.tauspark.page.NumberText;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.train.worker.SelectedModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The choices that the selection half has made among the trials so far: of each variant the settings whose trials score
 * best on it, mean over the seeds. Settings with fewer finished seeds than others of the variant are not chosen.
 *
 * @param points everything that was tried and has finished trials, in the order in which it was asked for
 */
record SettingChoice(List<Point> points) {
    private static final int DECIMALS = 4;

    /**
     * One variant with some settings.
     *
     * @param group of its trials
     * @param settings that were tried, without those of the variant; empty if there is one point
     * @param seeds that are finished
     * @param bitsPerByte on the selection half, of the chosen model of each seed
     * @param steps after which these models were saved, in the order of the trials
     * @param chosen whether the variant is judged with these settings
     */
    record Point(
            String variant,
            String group,
            Map<String, String> settings,
            int seeds,
            Spread bitsPerByte,
            List<Integer> steps,
            boolean chosen) {
        private boolean isBetterThan(Point other) {
            return seeds != other.seeds ? seeds > other.seeds : bitsPerByte.mean() < other.bitsPerByte.mean();
        }

        private Point choose() {
            return new Point(variant, group, settings, seeds, bitsPerByte, steps, true);
        }
    }

    SettingChoice {
        points = List.copyOf(points);
    }

    static SettingChoice of(List<TrialOutcome> outcomes) {
        Map<String, Point> best = new LinkedHashMap<>();
        List<Point> points = tried(outcomes);
        for (Point point : points) {
            best.merge(point.variant(), point, (first, next) -> next.isBetterThan(first) ? next : first);
        }
        Collection<Point> chosen = best.values();
        return new SettingChoice(points.stream()
                .map(point -> chosen.contains(point) ? point.choose() : point)
                .toList());
    }

    /** The outcomes by which the variants are judged, each in the group of its variant. */
    List<TrialOutcome> judged(List<TrialOutcome> outcomes) {
        Map<String, String> variants =
                points.stream().filter(Point::chosen).collect(Collectors.toMap(Point::group, Point::variant));
        List<TrialOutcome> judged = new ArrayList<>();
        for (TrialOutcome outcome : outcomes) {
            String variant = variants.get(outcome.trial().group());
            if (variant != null) {
                judged.add(outcome.in(variant));
            }
        }
        return judged;
    }

    /** Whether any variant was tried with more than one point. */
    boolean isAmongSettings() {
        return points.stream().anyMatch(point -> !point.settings().isEmpty());
    }

    Table table() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("variant")));
        if (isAmongSettings()) {
            columns.add(Column.text("settings"));
        }
        columns.addAll(List.of(
                Column.number("seeds"),
                Column.number("selection bits/byte"),
                Column.number("steps"),
                Column.text("chosen")));
        return new Table(columns, points.stream().map(this::cells).toList());
    }

    private List<String> cells(Point point) {
        List<String> cells = new ArrayList<>(List.of(point.variant()));
        if (isAmongSettings()) {
            cells.add(TrialGrid.name(point.settings()));
        }
        cells.addAll(List.of(
                NumberText.of((long) point.seeds()),
                point.bitsPerByte().text(DECIMALS),
                point.steps().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                point.chosen() ? "yes" : ""));
        return cells;
    }

    private static List<Point> tried(List<TrialOutcome> outcomes) {
        Map<String, Trial> groups = new LinkedHashMap<>();
        Map<String, List<SelectedModel>> models = new HashMap<>();
        for (TrialOutcome outcome : outcomes) {
            TrialResult result = outcome.result();
            SelectedModel selected = result == null ? null : result.selected();
            if (selected != null) {
                Trial trial = outcome.trial();
                groups.putIfAbsent(trial.group(), trial);
                models.computeIfAbsent(trial.group(), group -> new ArrayList<>())
                        .add(selected);
            }
        }
        List<Point> points = new ArrayList<>();
        groups.forEach((group, trial) -> points.add(point(trial, models.getOrDefault(group, List.of()))));
        return points;
    }

    private static Point point(Trial trial, List<SelectedModel> models) {
        Map<String, String> settings = new LinkedHashMap<>(trial.settings());
        settings.remove(CompareConfig.VARIANT);
        return new Point(
                CompareConfig.variant(trial),
                trial.group(),
                settings,
                models.size(),
                Spread.of(
                        models.stream().map(SelectedModel::selectionBitsPerByte).toList()),
                models.stream().map(SelectedModel::step).toList(),
                false);
    }
}
