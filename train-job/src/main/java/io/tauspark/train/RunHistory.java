package io.tauspark.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.observe.MetricLog;
import io.tauspark.store.Storage;
import io.tauspark.telemetry.TensorBoardRun;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run has learnt, step by step: {@code metrics.jsonl}, {@code samples.jsonl} and the events for TensorBoard. It is
 * one history whatever number of times the run was interrupted: an attempt begins with what its checkpoint had seen.
 */
final class RunHistory implements AutoCloseable {
    /** Name of the metric log in the directory of a run. */
    static final String METRICS = "metrics.jsonl";

    private static final String SAMPLES = "samples.jsonl";

    private final List<JsonNode> kept;
    private final MetricLog metrics;
    private final MetricLog samples;
    private final TensorBoardRun tensorBoard;

    private RunHistory(List<JsonNode> kept, MetricLog metrics, MetricLog samples, TensorBoardRun tensorBoard) {
        this.kept = kept;
        this.metrics = metrics;
        this.samples = samples;
        this.tensorBoard = tensorBoard;
    }

    /**
     * Goes on with the first lines of the metric log and all that belongs to them; the rest is dropped.
     *
     * @param lines to keep; {@link #kept} says how many there were
     */
    static RunHistory resume(Path run, int lines, Configuration hadoop) throws IOException {
        Path metrics = new Path(run, METRICS);
        List<JsonNode> before = read(metrics, hadoop);
        List<JsonNode> kept = before.subList(0, Math.min(lines, before.size()));
        // Whatever is told of a step is told before the first line of a later one.
        long step = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).path("step").asLong();
        Path samples = new Path(run, SAMPLES);
        long keptSamples = read(samples, hadoop).stream()
                .filter(sample -> sample.path("step").asLong() <= step)
                .count();
        return new RunHistory(
                kept,
                MetricLog.resume(metrics, lines, hadoop),
                MetricLog.resume(samples, Math.toIntExact(keptSamples), hadoop),
                new TensorBoardRun(run, step, hadoop));
    }

    /** The lines of the metric log that were there and stayed. */
    List<JsonNode> kept() {
        return kept;
    }

    /** Adds a line of the metric log. */
    void line(JsonNode line) throws IOException {
        metrics.write(line);
        tensorBoard.line(line);
    }

    /** Adds a {@link Sample}. */
    void sample(JsonNode sample) throws IOException {
        samples.write(sample);
        tensorBoard.sample(sample);
    }

    @Override
    public void close() throws IOException {
        try (metrics;
                samples) {
            tensorBoard.close();
        }
    }

    private static List<JsonNode> read(Path file, Configuration hadoop) throws IOException {
        return Storage.of(file, hadoop).exists(file) ? MetricLog.read(file, hadoop) : List.of();
    }
}
