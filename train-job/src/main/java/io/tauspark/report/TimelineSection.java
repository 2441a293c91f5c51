package io.tauspark.report;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.TimelineChart;
import io.tauspark.page.TimelineChart.Block;
import io.tauspark.page.TimelineChart.Lane;
import io.tauspark.page.TimelineChart.Mark;
import io.tauspark.page.Tone;
import io.tauspark.run.EventLine;
import io.tauspark.run.WorkerLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The section on what each worker did when, and what happened to it. */
final class TimelineSection {
    private static final List<String> PHASES =
            List.of("STARTING", "READING", "TRAINING", "VALIDATING", "CHECKPOINTING");
    private static final List<String> NAMES =
            List.of("starting", "reading", "training", "validating", "checkpointing", "other");
    private static final String FINISHED = "FINISHED";
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    /** A longer run is told in the next larger unit. */
    private static final double MANY = 3;

    private static final int MOST_MARKS = 300;
    private static final int MOST_ROWS = 32;

    private final Run run;
    private final TrainingClock clock;
    /** Moments when all workers of an attempt stopped. */
    private final NavigableSet<Instant> ends;

    private final double unit;

    private TimelineSection(Run run) {
        this.run = run;
        this.clock = TrainingClock.of(run);
        this.ends = ends(run);
        double seconds = clock.seconds();
        this.unit = seconds > MANY * HOUR ? HOUR : seconds > MANY * MINUTE ? MINUTE : 1;
    }

    static void add(Page page, Run run) {
        if (!run.states().isEmpty()) {
            new TimelineSection(run).add(page);
        }
    }

    private void add(Page page) {
        TreeMap<Integer, List<WorkerLine>> byRank = new TreeMap<>();
        run.states().forEach(state -> byRank.computeIfAbsent(state.rank(), rank -> new ArrayList<>())
                .add(state));
        List<Lane> lanes = new ArrayList<>();
        List<Integer> ranks = List.copyOf(byRank.keySet());
        byRank.forEach((rank, states) -> lanes.add(new Lane("worker " + rank, blocks(states))));
        String name = unit == HOUR ? "hours" : unit == MINUTE ? "minutes" : "seconds";
        Axis x = Axis.exact(name + " of training", 0, Math.max(clock.seconds(), 1) / unit);
        TimelineChart chart = new TimelineChart(
                "Workers over time", "What each worker did over the time of training.", x, NAMES, lanes, marks(ranks));
        int sessions = run.events("resume").size();
        String remark = sessions == 0
                ? ""
                : "The time between a stop and the resumption is left out; the training was resumed %s."
                        .formatted(times(sessions));
        Element figure =
                Element.of("figure").add(Element.of("div").with("class", "wide").add(chart.svg()));
        if (!remark.isEmpty()) {
            figure.add(Blocks.paragraph(remark).with("class", "remark"));
        }
        page.section("Workers", figure, table(byRank, lanes));
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    /** A phase lasts until the next one of the worker, or until its attempt or the session ends. */
    private List<Block> blocks(List<WorkerLine> states) {
        List<Block> blocks = new ArrayList<>();
        for (int k = 0; k < states.size(); k++) {
            WorkerLine state = states.get(k);
            double from = clock.at(state.time());
            double to = end(state);
            if (k + 1 < states.size()) {
                to = Math.min(to, clock.at(states.get(k + 1).time()));
            }
            if (!state.phase().equals(FINISHED) && to > from) {
                int phase = PHASES.indexOf(state.phase());
                blocks.add(new Block(from / unit, to / unit, phase < 0 ? PHASES.size() : phase));
            }
        }
        return blocks;
    }

    private double end(WorkerLine state) {
        double end = clock.endAt(state.time());
        Instant over = ends.ceiling(state.time());
        return over == null ? end : Math.min(end, clock.at(over));
    }

    private static NavigableSet<Instant> ends(Run run) {
        TreeSet<Instant> ends = new TreeSet<>();
        for (EventLine event : run.events("retry", "failed", "paused", "finished")) {
            if (event.time() != null) {
                ends.add(event.time());
            }
        }
        return ends;
    }

    private List<Mark> marks(List<Integer> ranks) {
        List<Mark> marks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (EventLine event : run.events("retry", "resume", "restart", "stalled", "failed", "skipped")) {
            Instant time = event.time();
            if (time == null || marks.size() == MOST_MARKS) {
                continue;
            }
            Integer rank = event.integer("rank");
            int lane = rank == null ? -1 : ranks.indexOf(rank);
            double at = clock.at(time) / unit;
            if (seen.add(String.format(Locale.ROOT, "%s %d %.3f", event.event(), lane, at))) {
                marks.add(new Mark(name(event), tone(event), at, EventSection.text(event), lane));
            }
        }
        return marks;
    }

    private static String name(EventLine event) {
        return switch (event.event()) {
            case "retry" -> "fault, next attempt";
            case "resume" -> "resumed";
            case "restart" -> "back to a checkpoint";
            case "stalled" -> "worker silent";
            case "skipped" -> "skipped step";
            default -> event.event();
        };
    }

    private static Tone tone(EventLine event) {
        return switch (event.event()) {
            case "resume" -> Tone.GOOD;
            case "restart", "skipped" -> Tone.WARNING;
            default -> Tone.BAD;
        };
    }

    private Element table(Map<Integer, List<WorkerLine>> byRank, List<Lane> lanes) {
        List<Column> columns =
                new ArrayList<>(List.of(Column.text("worker"), Column.text("host"), Column.number("attempts")));
        Arrays.asList("starting", "reading", "training", "validating", "checkpointing")
                .forEach(phase -> columns.add(Column.number(phase)));
        List<List<String>> rows = new ArrayList<>();
        int lane = 0;
        for (Map.Entry<Integer, List<WorkerLine>> worker : byRank.entrySet()) {
            double[] seconds = new double[NAMES.size()];
            lanes.get(lane++).blocks().forEach(block -> seconds[block.phase()] += (block.to() - block.from()) * unit);
            List<WorkerLine> states = worker.getValue();
            List<String> row = new ArrayList<>(List.of(
                    String.valueOf(worker.getKey()),
                    String.join(
                            ", ",
                            states.stream().map(WorkerLine::host).distinct().toList()),
                    String.valueOf(
                            states.stream().map(WorkerLine::attempt).distinct().count())));
            for (int phase = 0; phase < PHASES.size(); phase++) {
                row.add(NumberText.seconds(seconds[phase]));
            }
            rows.add(row);
        }
        return rows.size() <= MOST_ROWS
                ? new Table(columns, rows).html()
                : Blocks.details("Time of each worker", new Table(columns, rows).html());
    }
}
