package io.tauspark.compare;

import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.compare.halving.Halving;
import io.tauspark.compare.halving.Rung;
import io.tauspark.compare.halving.RungScore;
import io.tauspark.page.NumberText;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How successive halving went: every point with its score at each rung, where it was stopped, and the steps that this took.
 *
 * @param rungs that all trials have in common
 * @param points those that came furthest first, of those the best
 * @param steps that all trials were trained for
 * @param fullSteps of all trials, had none been stopped
 */
record RungTable(List<Rung> rungs, List<Point> points, long steps, long fullSteps) {
    private static final int DECIMALS = 4;

    /**
     * One point.
     *
     * @param point the group of its trials
     * @param bitsPerByte at each rung that all its trials have reached, mean over the seeds
     * @param end after the last step, null if there is none
     * @param stopped number of the rung that it was stopped at; 0 if it was not
     * @param failed whether one of its trials failed
     */
    record Point(
            String point,
            List<Double> bitsPerByte,
            @Nullable Double end,
            int stopped,
            boolean failed) {}

    RungTable {
        rungs = List.copyOf(rungs);
        points = List.copyOf(points);
    }

    static RungTable of(List<TrialOutcome> outcomes, Halving halving) {
        List<Rung> rungs = halving.rungs(outcomes.get(0).trial().train());
        Comparator<Point> order = Comparator.comparing((Point point) -> point.end() == null)
                .thenComparing(point -> -point.bitsPerByte().size())
                .thenComparingDouble(RungTable::last);
        List<Point> points = outcomes.stream()
                .map(outcome -> outcome.trial().group())
                .distinct()
                .map(group -> point(group, outcomes, rungs))
                .sorted(order)
                .toList();
        long full = outcomes.stream()
                .mapToLong(outcome -> outcome.trial().train().steps())
                .sum();
        return new RungTable(
                rungs, points, outcomes.stream().mapToLong(RungTable::steps).sum(), full);
    }

    /** The mean score of a point over its seeds; nothing unless all of them have come to the rung. */
    static OptionalDouble score(List<TrialOutcome> outcomes, String point, Rung rung) {
        List<TrialOutcome> seeds = seeds(outcomes, point);
        double[] scores = seeds.stream()
                .filter(outcome -> outcome.rungs().size() >= rung.number())
                .mapToDouble(outcome -> outcome.rungs().get(rung.number() - 1).bitsPerByte())
                .toArray();
        return scores.length == seeds.size() ? Arrays.stream(scores).average() : OptionalDouble.empty();
    }

    /** Where a trial was stopped, on the last rung that it has reached, for its line in a table. */
    static String stopped(TrialOutcome outcome) {
        RungScore last = outcome.rungs().get(outcome.rungs().size() - 1);
        return String.format(
                Locale.ROOT,
                "stopped at rung %d, step %,d, with %s bits per byte",
                last.rung(),
                last.step(),
                NumberText.fixed(last.bitsPerByte(), DECIMALS));
    }

    /** What it saved, in a sentence. */
    String sentence() {
        long stopped = points.stream().filter(point -> point.stopped() > 0).count();
        double trainings = points.size() * (double) steps / fullSteps;
        return String.format(
                Locale.ROOT,
                "Successive halving stopped %d of %d points early: %,d steps were trained instead of %,d, as many as for %.1f"
                        + " points.",
                stopped,
                points.size(),
                steps,
                fullSteps,
                trainings);
    }

    Table table() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("point")));
        for (Rung rung : rungs) {
            columns.add(Column.number(String.format(Locale.ROOT, "rung %d, step %,d", rung.number(), rung.step())));
        }
        columns.add(Column.number("end"));
        columns.add(Column.text("came to"));
        return new Table(columns, points.stream().map(this::cells).toList());
    }

    private List<String> cells(Point point) {
        List<String> cells = new ArrayList<>(List.of(point.point()));
        for (int rung = 0; rung < rungs.size(); rung++) {
            cells.add(
                    rung < point.bitsPerByte().size()
                            ? NumberText.fixed(point.bitsPerByte().get(rung), DECIMALS)
                            : "");
        }
        Double end = point.end();
        cells.add(end == null ? "" : NumberText.fixed(end, DECIMALS));
        cells.add(
                point.failed()
                        ? "failed"
                        : end != null
                                ? "the end"
                                : point.stopped() > 0 ? "stopped at rung " + point.stopped() : "not there yet");
        return cells;
    }

    private static double last(Point point) {
        Double end = point.end();
        List<Double> scores = point.bitsPerByte();
        return end != null ? end : scores.isEmpty() ? Double.POSITIVE_INFINITY : scores.get(scores.size() - 1);
    }

    private static Point point(String group, List<TrialOutcome> outcomes, List<Rung> rungs) {
        List<Double> scores = new ArrayList<>();
        for (Rung rung : rungs) {
            score(outcomes, group, rung).ifPresent(scores::add);
        }
        List<TrialOutcome> seeds = seeds(outcomes, group);
        List<Double> ends = new ArrayList<>();
        for (TrialOutcome outcome : seeds) {
            TrialResult result = outcome.result();
            if (result != null) {
                ends.add(result.judged().bitsPerByte());
            }
        }
        Double end = ends.size() < seeds.size()
                ? null
                : Double.valueOf(Spread.of(ends).mean());
        boolean stopped = seeds.stream().anyMatch(outcome -> outcome.state() == State.STOPPED);
        boolean failed = seeds.stream().anyMatch(outcome -> outcome.state() == State.FAILED);
        int at =
                seeds.stream().mapToInt(outcome -> outcome.rungs().size()).max().orElse(0);
        return new Point(group, scores, end, stopped ? at : 0, failed);
    }

    private static List<TrialOutcome> seeds(List<TrialOutcome> outcomes, String point) {
        return outcomes.stream()
                .filter(outcome -> outcome.trial().group().equals(point))
                .toList();
    }

    /** Steps that a trial is known to have been trained for. */
    private static long steps(TrialOutcome outcome) {
        TrialResult result = outcome.result();
        if (result != null) {
            return result.tokens() / outcome.trial().train().tokensPerStep();
        }
        List<RungScore> rungs = outcome.rungs();
        return rungs.isEmpty() ? 0 : rungs.get(rungs.size() - 1).step();
    }
}
