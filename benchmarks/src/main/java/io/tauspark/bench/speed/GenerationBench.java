package io.tauspark.bench.speed;

import io.tauspark.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times tokens that a model generates, beside full passes over the text. */
@Command(
        name = "bench/generation",
        mixinStandardHelpOptions = true,
        description = "Times generated tokens with a past that is kept, beside full passes over the text.")
final class GenerationBench implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;
    private static final int MOST_THREADS = 1024;

    /** The longest context of a model. */
    private static final int MOST_TOKENS = 1 << 20;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "tau,grid,dot,local,mean",
            description = "kinds of attention, as bench/training takes them (default: ${DEFAULT-VALUE})")
    private List<String> kinds = List.of();

    @Option(
            names = "--before",
            split = ",",
            defaultValue = "256,1024",
            description = "tokens of the text before the one that is timed (default: ${DEFAULT-VALUE})")
    private List<Integer> before = List.of();

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "threads of one operation (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "times that both are timed, in turns (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Mixin
    private SubjectOptions subject = new SubjectOptions();

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new GenerationBench(), args));
    }

    @Override
    public Integer call() {
        BenchCommand.require("--rounds", rounds, 1, MOST_ROUNDS);
        BenchCommand.require("--threads", threads, 1, MOST_THREADS);
        // Java's own threads beside the one that generates, before any of them starts.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
        before.forEach(tokens -> BenchCommand.require("--before", tokens, 1, MOST_TOKENS));
        System.out.printf(
                Locale.ROOT,
                "%s. Preset %s%s, %d threads, %d rounds; median and range. Load average before: %s.%n%n",
                Machine.here().processors(),
                subject.preset(),
                subject.overrides().isEmpty() ? "" : " with " + String.join(", ", subject.overrides()),
                threads,
                rounds,
                Machine.loadAverage());
        List<List<String>> rows = new ArrayList<>();
        for (String kind : kinds) {
            for (int tokens : before) {
                List<GenerationCost> found = GenerationCost.measure(subject.with(kind), tokens, threads, rounds);
                rows.add(List.of(
                        kind,
                        String.format(Locale.ROOT, "%,d", tokens),
                        Spread.of(found, GenerationCost::kept).text("%,.1f"),
                        Spread.of(found, GenerationCost::tensors).text("%,.1f"),
                        Spread.of(found, GenerationCost::full).text("%,.1f"),
                        Spread.of(found, GenerationCost::ratio).text("%.1f")));
            }
        }
        List<String> titles = List.of(
                "attention",
                "tokens before",
                "ms per token",
                "ms with tensors",
                "ms of a full pass",
                "times as fast as that");
        System.out.print(Table.ofNumbers(titles, rows).markdown());
        return 0;
    }
}
