package io.tauspark.bench.speed;

import io.tauspark.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what the statistics of attention cost a training step, beside steps without them. */
@Command(
        name = "bench/statistics",
        mixinStandardHelpOptions = true,
        description = "Measures what the statistics of attention cost, beside steps without them.")
final class StatisticsBench implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "tau,grid,dot,mean",
            description = "kinds of attention, as bench/training takes them (default: ${DEFAULT-VALUE})")
    private List<String> kinds = List.of();

    @Option(names = "--context", defaultValue = "1024", description = "tokens of a window (default: ${DEFAULT-VALUE})")
    private int context;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "times that the steps are timed again (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Mixin
    private SubjectOptions subject = new SubjectOptions();

    @Mixin
    private LoadOptions load = new LoadOptions();

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new StatisticsBench(), args));
    }

    @Override
    public Integer call() {
        BenchCommand.require("--rounds", rounds, 1, MOST_ROUNDS);
        Load load = this.load.with(List.of(context)).get(0);
        System.out.println(circumstances(load));
        List<List<String>> rows = new ArrayList<>();
        for (String kind : kinds) {
            Subject timed = subject.with(kind);
            int every = timed.config(context).logEvery();
            List<StatisticsCost> found = StatisticsCost.measure(timed, load, rounds);
            rows.add(List.of(
                    kind,
                    Spread.of(found, StatisticsCost::plain).text("%,.1f"),
                    Spread.of(found, StatisticsCost::countingRatio).text("%.3f"),
                    Spread.of(found, StatisticsCost::loggedRatio).text("%.3f"),
                    Spread.of(found, cost -> cost.intervalRatio(every)).text("%.3f")));
        }
        List<String> titles =
                List.of("attention", "ms per step without", "× counting λ", "× with a line", "× at log.every");
        System.out.print(Table.ofNumbers(titles, rows).markdown());
        return 0;
    }

    private String circumstances(Load load) {
        return String.format(
                Locale.ROOT,
                "%s. Preset %s%s, T = %d, %d windows a step, %d threads; %d rounds of %d steps of each sort, in"
                        + " turns, of which the fastest counts. Load average before: %s.%n",
                Machine.here().processors(),
                subject.preset(),
                subject.overrides().isEmpty() ? "" : " with " + String.join(", ", subject.overrides()),
                load.context(),
                load.windows(),
                load.threads(),
                rounds,
                load.steps(),
                Machine.loadAverage());
    }
}
