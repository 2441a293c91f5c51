package io.tauspark.bench.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.store.Json;
import io.tauspark.store.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Times {@code bin/tauspark laplacian} from a cold JVM to a published release, on {@link SyntheticEmbeddings} of several
 * sizes: wall time of the whole process, where it went, and the most memory that the process had.
 */
@Command(
        name = "bench/memory",
        mixinStandardHelpOptions = true,
        description = "Times building a memory from embeddings in Parquet, in one process of this machine.")
public final class MemoryBench implements Callable<Integer> {
    private static final long POLL_MILLIS = 100;
    private static final double KILO = 1024;

    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of("");

    @Option(names = "--runs", defaultValue = "3", description = "processes per size (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--features", defaultValue = "384", description = "numbers per embedding")
    private int features;

    @Option(names = "--master", defaultValue = "local[2]", description = "default: ${DEFAULT-VALUE}")
    private String master = "";

    @Option(names = "--heap", defaultValue = "2g", description = "of the process (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Parameters(
            paramLabel = "DOCUMENTS",
            defaultValue = "10000 100000 320272 1000000",
            split = " ",
            description = "sizes (default: ${DEFAULT-VALUE})")
    private List<Long> sizes = List.of();

    /** The measurements of one process. */
    private record Run(double wall, double peakMegabytes, Map<String, Double> stages) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new MemoryBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path work = root.resolve("target/bench/memory");
        Files.createDirectories(work);
        // Of its own, since it is removed.
        Path scratch = Files.createTempDirectory(work, "run-");
        List<Map<String, Object>> results = new ArrayList<>();
        System.out.printf(
                Locale.ROOT,
                "laplacian of N x %d embeddings, %s, heap %s, %d processes each: seconds of the whole process%n%n",
                features,
                master,
                heap,
                runs);
        System.out.printf(
                Locale.ROOT,
                "%10s %8s %8s %8s %12s %10s  %s%n",
                "documents",
                "min",
                "median",
                "max",
                "us/document",
                "peak MB",
                "stages of the median run, s");
        for (long documents : sizes) {
            Path input = scratch.resolve("embeddings-" + documents);
            Path memory = scratch.resolve("memory-" + documents);
            generate(input, documents);
            List<Run> timed = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                delete(memory);
                timed.add(build(input, memory));
            }
            results.add(show(documents, timed));
            delete(input);
            delete(memory);
        }
        delete(scratch);
        Path file = work.resolve("memory.json");
        Files.writeString(
                file, Json.pretty(Map.of("features", features, "master", master, "heap", heap, "sizes", results)));
        System.out.printf(Locale.ROOT, "%nwritten %s%n", file);
        return 0;
    }

    private void generate(Path output, long documents) throws IOException, InterruptedException {
        Path spark = root.resolve("target/spark/bin/spark-submit");
        Path jar = root.resolve("laplacian-job/target/tauspark-laplacian.jar");
        Process process = start(List.of(
                spark.toString(),
                "--class",
                SyntheticEmbeddings.class.getName(),
                jar.toString(),
                "--set",
                "output=" + output,
                "--set",
                "documents=" + documents,
                "--set",
                "features=" + features));
        requireSuccess(process, "generating " + documents + " embeddings");
    }

    private Run build(Path input, Path memory) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(List.of(
                root.resolve("bin/tauspark").toString(),
                "laplacian",
                "--set",
                "format=parquet",
                "--set",
                "embed.kind=column",
                "--set",
                "input=" + input,
                "--set",
                "output=" + memory,
                "--spark",
                "--master",
                master,
                "--driver-memory",
                heap));
        double peak = 0;
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakMegabytes(process.pid()));
        }
        requireSuccess(process, "laplacian on " + input);
        double wall = Stopwatch.seconds(System.nanoTime() - start);
        return new Run(wall, peak, stages(memory));
    }

    private Process start(List<String> command) throws IOException {
        Path log = root.resolve("target/bench/memory/last.log");
        Files.createDirectories(log.getParent());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private void requireSuccess(Process process, String what) throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            System.err.print(Files.readString(root.resolve("target/bench/memory/last.log")));
            throw new IOException(what + " ended with exit code " + process.exitValue());
        }
    }

    /** Linux's high-water mark of the resident set; 0 where there is none. The launcher becomes the JVM, so its id is. */
    private static double peakMegabytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KILO)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }

    private static Map<String, Double> stages(Path memory) throws IOException {
        String current = Files.readString(memory.resolve("CURRENT")).strip();
        Path provenance = memory.resolve("releases").resolve(current).resolve("provenance.json");
        JsonNode seconds = Json.tree(Files.readString(provenance), "provenance").path("seconds");
        Map<String, Double> stages = new LinkedHashMap<>();
        seconds.fields()
                .forEachRemaining(
                        stage -> stages.put(stage.getKey(), stage.getValue().asDouble()));
        return stages;
    }

    private static Map<String, Object> show(long documents, List<Run> runs) {
        double[] walls = runs.stream().mapToDouble(Run::wall).sorted().toArray();
        Run median = runs.stream()
                .sorted(Comparator.comparingDouble(Run::wall))
                .toList()
                .get(walls.length / 2);
        double peak = runs.stream().mapToDouble(Run::peakMegabytes).max().orElse(0);
        StringBuilder stages = new StringBuilder();
        median.stages()
                .forEach((name, seconds) -> stages.append(String.format(Locale.ROOT, "%s %.1f  ", name, seconds)));
        System.out.printf(
                Locale.ROOT,
                "%,10d %8.1f %8.1f %8.1f %12.1f %,10.0f  %s%n",
                documents,
                walls[0],
                median.wall(),
                walls[walls.length - 1],
                1e6 * median.wall() / documents,
                peak,
                stages.toString().strip());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("documents", documents);
        result.put("seconds", Arrays.stream(walls).boxed().toList());
        result.put("peak_megabytes", peak);
        result.put("stages", median.stages());
        return result;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
