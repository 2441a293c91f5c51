package io.tauspark.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.observe.TensorBoardLog;
import java.io.IOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes what a run tells for TensorBoard, as {@code tensorboard/} in its directory. */
public final class TensorBoardRun implements AutoCloseable {
    private final TensorBoardLog log;

    /**
     * Starts, or goes on with, the files of a run.
     *
     * @param events that stay, the first ones: one for each line and each sample
     */
    public TensorBoardRun(Path run, int events, Configuration hadoop) throws IOException {
        this.log = TensorBoardLog.resume(new Path(run, "tensorboard"), events, Clock.systemUTC(), hadoop);
    }

    /** Takes a line of {@code metrics.jsonl}. */
    public void line(JsonNode line) throws IOException {
        log.scalars(line.path("step").asLong(), NamedNumbers.of(line));
    }

    /** Takes a line of {@code samples.jsonl}. */
    public void sample(JsonNode sample) throws IOException {
        String prompt = sample.path("prompt").asText();
        // Indented by four, Markdown shows it as it is.
        String text = (prompt + "|" + sample.path("text").asText()).replace("\n", "\n    ");
        log.text(sample.path("step").asLong(), "sample/" + prompt.strip(), "    " + text);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
