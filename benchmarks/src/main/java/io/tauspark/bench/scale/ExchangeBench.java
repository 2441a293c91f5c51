package io.tauspark.bench.scale;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times the sum of an array over JVMs on one machine: by the exchange of the train job in its variants, and by a ring of
 * plain sockets, in rounds in which every method takes its turn. Every sum is checked value by value.
 */
@Command(
        name = "bench/exchange",
        mixinStandardHelpOptions = true,
        description = "Times the sum of an array over JVMs on this machine, beside a ring of plain sockets.")
final class ExchangeBench implements Callable<Integer> {

    @Option(names = "--members", defaultValue = "2", description = "JVMs (default: ${DEFAULT-VALUE})")
    private int members;

    @Option(
            names = "--values",
            defaultValue = "29933568",
            description = "of the array; the default is the number of parameters of the 30m preset"
                    + " (default: ${DEFAULT-VALUE})")
    private int values;

    @Option(names = "--rounds", defaultValue = "10", description = "times per method (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warmup",
            defaultValue = "3",
            description = "rounds before, which do not count (default: ${DEFAULT-VALUE})")
    private int warmup;

    @Option(names = "--heap", defaultValue = "1g", description = "of each JVM (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "longest wait for a JVM (default: ${DEFAULT-VALUE})")
    private int limit;

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new ExchangeBench(), args));
    }

    @Override
    public Integer call() throws IOException {
        check("--members", members, 2, KnownSums.MOST_MEMBERS);
        check("--values", values, 1, Integer.MAX_VALUE);
        check("--rounds", rounds, 1, Integer.MAX_VALUE);
        check("--warmup", warmup, 0, Integer.MAX_VALUE);
        check("--limit", limit, 1, Integer.MAX_VALUE / 1000);
        ExchangeTimes times = new ExchangeTimes(members, values);
        try (MemberProcesses processes = new MemberProcesses(members, values, heap, Duration.ofSeconds(limit))) {
            for (int round = 1 - warmup; round <= rounds; round++) {
                List<Method> order = new ArrayList<>(List.of(Method.values()));
                Collections.rotate(order, 1 - round);
                for (Method method : order) {
                    Timing timing = processes.time(method);
                    if (round > 0) {
                        times.add(method, timing);
                        System.err.printf(
                                Locale.ROOT,
                                "round %d, %s over %s: %.1f ms%n",
                                round,
                                method.title(),
                                method.wire(),
                                timing.millis());
                    }
                }
            }
        }
        System.out.print(times.markdown());
        return 0;
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "%s %d must be from %d to %d", option, value, least, most));
        }
    }
}
