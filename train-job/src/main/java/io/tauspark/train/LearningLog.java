package io.tauspark.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.observe.JsonLines;
import io.tauspark.observe.MetricLog;
import io.tauspark.telemetry.TensorBoardRun;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run has learnt, step by step: {@code metrics.jsonl}, {@code samples.jsonl} and the events for TensorBoard. It is
 * one history whatever number of times the run was interrupted: an attempt begins with what its checkpoint had seen.
 */
final class LearningLog implements AutoCloseable {
    /** Name of the metric log in the directory of a run. */
    static final String METRICS = "metrics.jsonl";

    private static final String SAMPLES = "samples.jsonl";

    private final List<JsonNode> kept;
    private final MetricLog metrics;
    private final MetricLog samples;
    private final TensorBoardRun tensorBoard;

    private LearningLog(List<JsonNode> kept, MetricLog metrics, MetricLog samples, TensorBoardRun tensorBoard) {
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
    static LearningLog resume(Path run, int lines, Configuration hadoop) throws IOException {
        Path metrics = new Path(run, METRICS);
        Path samples = new Path(run, SAMPLES);
        List<JsonNode> kept;
        int keptSamples;
        try {
            kept = JsonLines.first(lines, metrics, hadoop);
            keptSamples = samples(kept, JsonLines.read(samples, hadoop));
        } catch (InvalidInput damaged) {
            throw new InvalidInput(
                    damaged.getMessage() + "; bring the file back, or give resume=false to start over", damaged);
        }
        return new LearningLog(
                kept,
                MetricLog.resume(metrics, lines, hadoop),
                MetricLog.resume(samples, keptSamples, hadoop),
                new TensorBoardRun(run, kept.size() + keptSamples, hadoop));
    }

    /** How many samples belong to the scorings among some lines; each scoring was followed by its own. */
    private static int samples(List<JsonNode> lines, List<JsonNode> samples) {
        int count = 0;
        for (JsonNode line : lines) {
            boolean scoring = line.path("split").asText().equals("validation");
            while (scoring
                    && count < samples.size()
                    && samples.get(count).path("step").asInt()
                            == line.path("step").asInt()) {
                count++;
            }
        }
        return count;
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
}
