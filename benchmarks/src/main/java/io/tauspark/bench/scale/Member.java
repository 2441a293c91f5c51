package io.tauspark.bench.scale;

import io.tauspark.bench.speed.Machine;
import io.tauspark.exchange.GradientExchange;
import io.tauspark.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program of one member. It does what it is told line by line on standard input, and answers each line with one; it
 * ends with the input.
 */
final class Member {
    static final String READY = "ready";
    static final String GO = "go";

    private static final double NANOS_PER_MILLI = 1e6;

    private final BufferedReader input;
    private final PrintStream output;

    private Member(BufferedReader input, PrintStream output) {
        this.input = input;
        this.output = output;
    }

    /** Arguments: rank, members, values, limit in seconds. The first line of the input is the secret. */
    public static void main(String[] args) throws IOException {
        PrintStream output = System.out;
        // What a library prints must not pass for an answer.
        System.setOut(System.err);
        Member member =
                new Member(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), output);
        member.run(
                Integer.parseInt(args[0]),
                Integer.parseInt(args[1]),
                new float[Integer.parseInt(args[2])],
                Duration.ofSeconds(Long.parseLong(args[3])));
    }

    private void run(int rank, int members, float[] values, Duration limit) throws IOException {
        String secret = line();
        Map<Method.Link, GradientExchange> exchanges = new EnumMap<>(Method.Link.class);
        try (SocketRing ring = SocketRing.connect(rank, members, this::cards, limit)) {
            for (Method.Link link : Method.Link.values()) {
                if (link != Method.Link.SOCKETS) {
                    exchanges.put(link, ExchangeSum.connect(rank, members, link, secret, this::cards, limit));
                }
            }
            for (String name = input.readLine(); name != null; name = input.readLine()) {
                Method method = Method.valueOf(name);
                KnownSums.fill(values, rank);
                output.println(READY);
                if (!line().equals(GO)) {
                    throw new IOException("a member was told neither to go nor to end");
                }
                double processor = Machine.processorMillis();
                long start = System.nanoTime();
                @Nullable GradientExchange exchange = exchanges.get(method.link());
                if (exchange == null) {
                    ring.sum(values);
                } else {
                    ExchangeSum.sum(exchange, values, method.wire());
                }
                double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
                output.println(Json.line(
                        new Timing(millis, Machine.processorMillis() - processor, KnownSums.fault(values, members))));
            }
        } finally {
            exchanges.values().forEach(GradientExchange::close);
        }
    }

    /** Tells this member's card, and is told those of all. */
    private String[] cards(String mine) {
        try {
            output.println(Json.line(mine));
            return Json.read(line(), String[].class, "cards of all members");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String line() throws IOException {
        String line = input.readLine();
        if (line == null) {
            throw new IOException("the benchmark has gone");
        }
        return line;
    }
}
