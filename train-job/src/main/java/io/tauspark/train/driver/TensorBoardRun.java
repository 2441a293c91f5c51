package io.tauspark.train.driver;

import io.tauspark.observe.TensorBoardLog;
import io.tauspark.run.MetricLine;
import io.tauspark.run.NamedNumbers;
import io.tauspark.run.RunFiles;
import io.tauspark.run.SampleLine;
import java.io.IOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes what a run tells for TensorBoard, as {@code tensorboard/} in its directory. */
public final class TensorBoardRun implements AutoCloseable {
    private final TensorBoardLog log;

    /**
     * Starts, or resumes, the files of a run.
     *
     * @param events that stay, the first ones: one for each line and each sample
     */
    public TensorBoardRun(Path run, int events, Configuration hadoop) throws IOException {
        this.log = TensorBoardLog.resume(new Path(run, RunFiles.TENSOR_BOARD), events, Clock.systemUTC(), hadoop);
    }

    /** Takes a line of {@code metrics.jsonl}. */
    public void line(MetricLine line) throws IOException {
        log.scalars(line.step(), NamedNumbers.of(line));
    }

    /** Takes a line of {@code samples.jsonl}. */
    public void sample(SampleLine sample) throws IOException {
        // Indented by four, Markdown shows it as it is.
        String text = (sample.prompt() + "|" + sample.text()).replace("\n", "\n    ");
        log.text(sample.step(), "sample/" + sample.prompt().strip(), "    " + text);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
