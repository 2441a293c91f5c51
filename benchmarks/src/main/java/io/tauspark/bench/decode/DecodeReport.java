package io.tauspark.bench.decode;

import io.tauspark.bench.speed.EagerPython;
import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Spread;
import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that one run of the benchmark found, as its JSON file holds it.
 *
 * @param created when it was over
 * @param machine where it ran
 * @param load average of the last minute before it began; null where the system does not tell
 * @param python the version of PyTorch beside it; null without one
 * @param times in the order in which they were taken
 */
record DecodeReport(
        Instant created,
        Machine machine,
        @Nullable Double load,
        @Nullable String python,
        List<DecodeTime> times) {
    private static final String DOT = "dot";

    /** A grid with a head's state may be so large. */
    private static final long SMALL_STATE = 300_000;

    /** Lines that a chart tells apart. */
    private static final int MOST_LINES = 4;

    private static final String COST =
            "All these speeds are the price of one number per key: what models lose by it, in bits per byte, is told by ";

    /** What was wanted: so many times as fast as a rival at a length. */
    private record Target(Part part, String contender, String rival, int tokens, double factor, long bytes) {}

    private static final List<Target> TARGETS = List.of(
            // Heads are measured one token short of a round number, the worst case of sorted runs.
            new Target(Part.HEAD, "exact", DOT, (1 << 10) - 1, 2, Long.MAX_VALUE),
            new Target(Part.HEAD, "exact", DOT, (1 << 16) - 1, 200, Long.MAX_VALUE),
            new Target(Part.HEAD, "grid", DOT, (1 << 10) - 1, 20, SMALL_STATE),
            new Target(Part.HEAD, "grid", DOT, (1 << 16) - 1, 2000, SMALL_STATE),
            new Target(Part.MODEL, "exact", DOT, 1 << 10, 1.2, Long.MAX_VALUE),
            new Target(Part.MODEL, "exact", DOT, 1 << 16, 4, Long.MAX_VALUE),
            new Target(Part.MODEL, "exact", EagerPython.NAME, 1 << 10, 2, Long.MAX_VALUE));

    /** All times of one contender that belong together. */
    private record Cell(Part part, String shape, String contender, int tokens) {
        static Cell of(DecodeTime time) {
            return new Cell(time.part(), time.shape(), time.contender(), time.tokens());
        }

        Cell rival(String name) {
            return new Cell(part, shape, name, tokens);
        }
    }

    /** The page in Markdown, ended. */
    String markdown() {
        StringBuilder text = new StringBuilder(circumstances()).append("\n");
        for (Part part : parts()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n### %s%n%n%s%n%n%s",
                    title(part),
                    part.text,
                    table(part).markdown()));
            List<String> told = told(part);
            text.append(told.isEmpty() ? "" : "\n");
            told.forEach(line -> text.append("* ").append(line).append('\n'));
        }
        return text.append('\n')
                .append(COST)
                .append("[docs/quality.md](docs/quality.md).\n")
                .toString();
    }

    /** @param quality link to the page on what models lose */
    String html(String quality) {
        Page page = new Page("The cost of a token", circumstances());
        page.add(Blocks.paragraph(COST)
                .add(Element.of("a", "docs/quality.md").with("href", quality))
                .text("."));
        for (Part part : parts()) {
            List<Element> content = new ArrayList<>(List.of(Blocks.paragraph(unquoted(part.text))));
            if (part != Part.PAPER) {
                content.add(Blocks.row(
                        Blocks.figure(chart(part, "Time", part.unit, time -> time.micros() / part.micros), ""),
                        Blocks.figure(chart(part, "Size", "bytes kept", DecodeTime::bytes), "")));
            }
            content.add(table(part).html());
            List<String> told = told(part);
            if (!told.isEmpty()) {
                content.add(
                        Blocks.list(told.stream().map(DecodeReport::unquoted).toList()));
            }
            page.section(title(part), content.toArray(Element[]::new));
        }
        return page.html();
    }

    private String circumstances() {
        return String.format(
                Locale.ROOT,
                "%s, Java %s%s; one thread, its time on a processor; median and range of rounds in turns. Load average before: %.1f.",
                machine.processors(),
                machine.java(),
                python == null ? ", no PyTorch beside it" : ", beside " + python,
                load);
    }

    private static String unquoted(String markdown) {
        return markdown.replace("`", "");
    }

    /** A part's name, and the shape if all of it has one. */
    private String title(Part part) {
        List<String> shapes = shapes(part);
        return shapes.size() == 1 ? part.title + ", " + shapes.get(0) : part.title;
    }

    private List<String> shapes(Part part) {
        return times.stream()
                .filter(time -> time.part() == part)
                .map(DecodeTime::shape)
                .distinct()
                .toList();
    }

    private List<Part> parts() {
        return times.stream().map(DecodeTime::part).distinct().toList();
    }

    private Table table(Part part) {
        boolean python = times.stream().anyMatch(time -> time.part() == part && isPython(time));
        List<Table.Column> columns = new ArrayList<>(List.of(
                Table.Column.text("state"),
                Table.Column.number(
                        part == Part.PAPER ? "tokens generated" : part == Part.PREFILL ? "tokens" : "tokens before"),
                Table.Column.number(part.unit),
                Table.Column.number("bytes"),
                Table.Column.number("bytes ÷ dot"),
                Table.Column.number("× dot")));
        boolean shaped = shapes(part).size() > 1;
        if (shaped) {
            columns.add(0, Table.Column.text("shape"));
        }
        if (python) {
            columns.add(Table.Column.number("× Python"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Cell cell : cells(part)) {
            List<DecodeTime> own = of(cell);
            List<DecodeTime> dot = of(cell.rival(DOT));
            List<String> row = new ArrayList<>(List.of(
                    cell.contender,
                    String.format(Locale.ROOT, "%,d", cell.tokens),
                    Spread.of(own, time -> time.micros() / part.micros).text("%,.2f"),
                    String.format(Locale.ROOT, "%,d", own.get(0).bytes()),
                    dot.isEmpty()
                            ? "–"
                            : String.format(
                                    Locale.ROOT,
                                    "%.3f",
                                    (double) own.get(0).bytes() / dot.get(0).bytes()),
                    speed(cell, DOT).map(spread -> spread.text("%,.2f")).orElse("–")));
            if (shaped) {
                row.add(0, cell.shape);
            }
            if (python) {
                row.add(speed(cell, EagerPython.NAME)
                        .map(spread -> String.format(Locale.ROOT, "%.2f", spread.median()))
                        .orElse("–"));
            }
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    private static boolean isPython(DecodeTime time) {
        return time.contender().equals(EagerPython.NAME);
    }

    /** By shape, then by number of tokens, contenders as they ran. */
    private List<Cell> cells(Part part) {
        List<DecodeTime> own =
                times.stream().filter(time -> time.part() == part).toList();
        List<String> shapes = shapes(part);
        List<String> contenders = contenders(part);
        return own.stream()
                .map(Cell::of)
                .distinct()
                .sorted((a, b) -> Arrays.compare(
                        new int[] {shapes.indexOf(a.shape), a.tokens, contenders.indexOf(a.contender)},
                        new int[] {shapes.indexOf(b.shape), b.tokens, contenders.indexOf(b.contender)}))
                .toList();
    }

    private List<String> contenders(Part part) {
        return times.stream()
                .filter(time -> time.part() == part && !isPython(time))
                .map(DecodeTime::contender)
                .distinct()
                .toList();
    }

    private List<DecodeTime> of(Cell cell) {
        return times.stream().filter(time -> Cell.of(time).equals(cell)).toList();
    }

    /**
     * How many times as fast as a rival something is: paired by round, but beside a program of its own, whose rounds are others, the
     * quotient of medians. Empty where one of the two was not measured.
     */
    private Optional<Spread> speed(Cell cell, String rival) {
        List<DecodeTime> own = of(cell);
        List<DecodeTime> others = of(cell.rival(rival));
        if (own.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        if (isPython(own.get(0)) != isPython(others.get(0))) {
            double other = Spread.of(others, DecodeTime::micros).median();
            return Optional.of(
                    Spread.of(List.of(other / Spread.of(own, DecodeTime::micros).median())));
        }
        List<Double> ratios = new ArrayList<>();
        for (DecodeTime time : own) {
            others.stream()
                    .filter(other -> other.round() == time.round())
                    .forEach(other -> ratios.add(other.micros() / time.micros()));
        }
        return Optional.of(Spread.of(ratios));
    }

    private XyChart chart(Part part, String title, String label, ToDoubleFunction<DecodeTime> quantity) {
        List<Series> series = new ArrayList<>();
        for (String contender : contenders(part).stream().limit(MOST_LINES).toList()) {
            List<Double> xs = new ArrayList<>();
            List<Double> ys = new ArrayList<>();
            for (Cell cell : cells(part)) {
                if (cell.contender.equals(contender)) {
                    xs.add((double) cell.tokens);
                    ys.add(Spread.of(of(cell), quantity).median());
                }
            }
            series.add(new Series(contender, xs, ys));
        }
        return XyChart.lines(
                title + " by length",
                title + " by number of tokens, both on logarithmic axes, of "
                        + series.stream().map(Series::name).toList(),
                axis("tokens", series.stream().map(Series::xs).toList()),
                axis(label, series.stream().map(Series::ys).toList()),
                series);
    }

    private static Axis axis(String label, List<List<Double>> values) {
        Spread all = Spread.of(values.stream().flatMap(List::stream).toList());
        return Axis.powers(label, all.least(), all.most());
    }

    /** A line for each target of a part that something was measured for. */
    private List<String> told(Part part) {
        List<String> lines = new ArrayList<>();
        for (Target target : TARGETS) {
            for (Cell cell : cells(part)) {
                if (part == target.part && cell.contender.equals(target.contender) && cell.tokens == target.tokens) {
                    speed(cell, target.rival).ifPresent(found -> lines.add(told(target, cell, found.median())));
                }
            }
        }
        return lines;
    }

    private String told(Target target, Cell cell, double found) {
        boolean met = found >= target.factor && of(cell).get(0).bytes() < target.bytes;
        return String.format(
                Locale.ROOT,
                "`%s` at %,d tokens: %,.1f times as fast as `%s`, which %s the aim of %,.1f%s.",
                target.contender,
                target.tokens,
                found,
                target.rival,
                met ? "meets" : "misses",
                target.factor,
                target.bytes == SMALL_STATE
                        ? String.format(Locale.ROOT, " with less than %,d bytes", SMALL_STATE)
                        : "");
    }
}
