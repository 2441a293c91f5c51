package io.tauspark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Directories of runs, made up line by line. */
public final class RunDirectories {
    private RunDirectories() {}

    public static Path write(Path run, String name, String... lines) throws IOException {
        Files.createDirectories(run.resolve(name).getParent());
        Files.writeString(run.resolve(name), String.join("\n", lines) + "\n");
        return run;
    }

    /** A line of the metric log with all fields, for two layers of as many heads; the second has no λ. */
    public static String training(int step, double loss, int heads) {
        String lambda = "\"lambda\":{\"p05\":0.1,\"p50\":0.4,\"p95\":0.9},\"saturated\":0.02,";
        String keys = "\"effective_keys\":12.5,\"entropy\":2.25,";
        return String.format(
                Locale.ROOT,
                "{\"step\":%d,\"split\":\"train\",\"loss\":%.4f,\"lr\":0.002,\"grad_norm\":0.5,\"tokens\":%d,"
                        + "\"tokens_per_second\":1000,\"exchange_seconds\":0.01,\"wait_seconds\":null,"
                        + "\"visible_keys\":50,\"layers\":[{\"layer\":0,%s%s\"grad_norm_q\":0.1,\"grad_norm_k\":0.2,"
                        + "\"heads\":[%s]},{\"layer\":1,%s\"heads\":[%s]}]}",
                step,
                loss,
                step * 100,
                lambda,
                keys,
                heads(
                        heads,
                        "{\"kind\":\"tau\",%s%s\"temperature\":0.1,\"tau\":1.5,\"median_energy\":1.4}"
                                .formatted(lambda, keys)),
                keys,
                heads(heads, "{\"kind\":\"dot\",%s\"temperature\":0.2}".formatted(keys)));
    }

    private static String heads(int count, String head) {
        return IntStream.range(0, count).mapToObj(k -> head).collect(Collectors.joining(","));
    }

    public static String validation(int step, double loss) {
        return String.format(
                Locale.ROOT,
                "{\"step\":%d,\"split\":\"validation\",\"loss\":%.4f,\"bits_per_byte\":2.5,\"loss_error\":0.03}",
                step,
                loss);
    }

    public static List<String> events(String... facts) {
        return IntStream.range(0, facts.length)
                .mapToObj(k -> String.format(Locale.ROOT, "{\"time\":\"2026-01-01T00:%02d:00Z\",%s}", k, facts[k]))
                .toList();
    }
}
