package io.tauspark.bench.speed;

import io.tauspark.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A benchmark's results as Markdown, ready for a page of docs. */
final class SpeedPage {
    private final SpeedResults results;

    SpeedPage(SpeedResults results) {
        this.results = results;
    }

    /** The text of the page: where and how it was measured, the tables, and what failed. */
    String markdown() {
        List<String> parts = new ArrayList<>(List.of(circumstances()));
        if (!results.trials().isEmpty()) {
            parts.add(steps());
        }
        if (results.contexts().size() > 1) {
            parts.add(contexts());
        }
        for (Failure failure : results.failures()) {
            parts.add(String.format(
                    Locale.ROOT,
                    "Round %d, T = %d, %s failed: %s\n",
                    failure.round(),
                    failure.context(),
                    failure.contender(),
                    failure.reason()));
        }
        return String.join("\n", parts);
    }

    private String circumstances() {
        Machine machine = results.machine();
        List<String> engines = results.trials().stream()
                .map(trial -> trial.measurement().engine())
                .distinct()
                .toList();
        String settings = results.overrides().isEmpty() ? "" : " with " + String.join(", ", results.overrides());
        return String.format(
                Locale.ROOT,
                "%d cores of %s, %,d MiB, %s; Java %s; %s. Preset %s%s, %d threads, heap %s; %d rounds, in each a fresh"
                        + " process per row, %d timed steps after %d. Load average before a process: %s.\n",
                machine.cores(),
                machine.processor(),
                machine.memoryMebibytes(),
                machine.system(),
                machine.java(),
                String.join(" and ", engines),
                results.preset(),
                settings,
                results.threads(),
                results.heap(),
                results.rounds(),
                results.steps(),
                results.warmup(),
                loads());
    }

    private String loads() {
        List<Double> known = results.trials().stream()
                .map(Trial::loadAverage)
                .filter(Objects::nonNull)
                .toList();
        if (known.isEmpty()) {
            return "not known";
        }
        Spread loads = Spread.of(known);
        return String.format(Locale.ROOT, "%.1f to %.1f", loads.least(), loads.most());
    }

    private String steps() {
        List<String> titles = List.of(
                "model",
                "parameters",
                "T × windows",
                "tokens/s",
                "× " + EagerPython.NAME,
                "ms per step",
                "forward, backward",
                "optimizer",
                "one copy",
                "processor ms",
                "peak MiB",
                "heap MiB",
                "GPU MiB");
        List<List<String>> rows = new ArrayList<>();
        for (int context : results.contexts()) {
            List<Trial> python = results.trials(EagerPython.NAME, context);
            for (Cells cells : cells(context)) {
                rows.add(List.of(
                        cells.name(),
                        cells.parameters(),
                        cells.windows(),
                        cells.spread(Measurement::tokensPerSecond),
                        cells.ratio(python, Measurement::tokensPerSecond),
                        cells.median(Measurement::stepMedian),
                        cells.median(Measurement::gradientMedian),
                        cells.median(Measurement::optimizerMedian),
                        cells.median(Measurement::copyMillis),
                        cells.median(Measurement::processorMedian),
                        cells.most(Measurement::peakMebibytes),
                        cells.most(Measurement::heapMebibytes),
                        cells.most(Measurement::deviceMebibytes)));
            }
        }
        return Table.ofNumbers(titles, rows).markdown();
    }

    /** The table of how each contender's cost grows with the context. */
    private String contexts() {
        int shortest = results.contexts().get(0);
        List<String> titles = List.of("model", "T × windows", "µs per token", "× T = " + shortest, "peak MiB");
        List<List<String>> rows = new ArrayList<>();
        for (int context : results.contexts()) {
            for (Cells cells : cells(context)) {
                rows.add(List.of(
                        cells.name(),
                        cells.windows(),
                        cells.spread(Measurement::microsPerToken),
                        cells.ratio(results.trials(cells.name(), shortest), Measurement::microsPerToken),
                        cells.most(Measurement::peakMebibytes)));
            }
        }
        return Table.ofNumbers(titles, rows).markdown();
    }

    private List<Cells> cells(int context) {
        return results.contenders().stream()
                .map(contender -> results.trials(contender, context))
                .filter(trials -> !trials.isEmpty())
                .map(Cells::new)
                .toList();
    }
}
