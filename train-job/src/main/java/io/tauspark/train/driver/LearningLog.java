package io.tauspark.train.driver;

import io.tauspark.config.InvalidInput;
import io.tauspark.observe.JsonLines;
import io.tauspark.observe.JsonLinesLog;
import io.tauspark.run.MetricLine;
import io.tauspark.run.RunFiles;
import io.tauspark.run.SampleLine;
import io.tauspark.run.ValidationLine;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The record of what a run has learnt, step by step: {@code metrics.jsonl}, {@code samples.jsonl} and the events for
 * TensorBoard. It is one history whatever number of times the run was interrupted: an attempt begins with what its
 * checkpoint had seen.
 */
final class LearningLog implements AutoCloseable {

    private final List<MetricLine> kept;
    private final JsonLinesLog metrics;
    private final JsonLinesLog samples;
    private final TensorBoardRun tensorBoard;

    private LearningLog(List<MetricLine> kept, JsonLinesLog metrics, JsonLinesLog samples, TensorBoardRun tensorBoard) {
        this.kept = kept;
        this.metrics = metrics;
        this.samples = samples;
        this.tensorBoard = tensorBoard;
    }

    /**
     * Resumes after the first lines of the metric log and all that belongs to them; the rest is dropped.
     *
     * @param lines to keep; {@link #kept} says how many there were
     */
    static LearningLog resume(Path run, int lines, Configuration hadoop) throws IOException {
        Path metrics = new Path(run, RunFiles.METRICS);
        Path samples = new Path(run, RunFiles.SAMPLES);
        List<MetricLine> kept;
        int keptSamples;
        try {
            kept = JsonLines.first(lines, metrics, MetricLine.class, hadoop);
            keptSamples = samples(kept, JsonLines.read(samples, SampleLine.class, hadoop));
        } catch (InvalidInput damaged) {
            throw new InvalidInput(
                    damaged.getMessage() + "; bring the file back, or give resume=false to start over", damaged);
        }
        return new LearningLog(
                kept,
                JsonLinesLog.resume(metrics, lines, hadoop),
                JsonLinesLog.resume(samples, keptSamples, hadoop),
                new TensorBoardRun(run, kept.size() + keptSamples, hadoop));
    }

    /** The number of samples that belong to the scorings among some lines; each scoring was followed by its own. */
    private static int samples(List<MetricLine> lines, List<SampleLine> samples) {
        int count = 0;
        for (MetricLine line : lines) {
            boolean scoring = line instanceof ValidationLine;
            while (scoring && count < samples.size() && samples.get(count).step() == line.step()) {
                count++;
            }
        }
        return count;
    }

    /** The lines of the metric log that were there and stayed. */
    List<MetricLine> kept() {
        return kept;
    }

    /** Adds a line of the metric log. */
    void line(MetricLine line) throws IOException {
        metrics.write(line);
        tensorBoard.line(line);
    }

    /** Adds a line of the samples. */
    void sample(SampleLine sample) throws IOException {
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
