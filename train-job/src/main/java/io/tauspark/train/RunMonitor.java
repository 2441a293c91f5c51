package io.tauspark.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.exchange.ProgressAddress;
import io.tauspark.exchange.ProgressReceiver;
import io.tauspark.observe.MetricLog;
import io.tauspark.observe.TrainingProgress;
import io.tauspark.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The driver's view of a run: takes worker 0's lines, writes them to {@code metrics.jsonl} and shows progress. */
final class RunMonitor implements AutoCloseable {
    private final MetricLog log;
    private final TrainingProgress progress;
    private final ProgressReceiver receiver;
    private OptionalDouble validation = OptionalDouble.empty();

    RunMonitor(Path run, TrainConfig config, Configuration hadoop) throws IOException {
        this.log = new MetricLog(new Path(run, "metrics.jsonl"), hadoop);
        this.progress = new TrainingProgress("train", config.steps(), System.err);
        this.receiver = new ProgressReceiver(this::take);
    }

    /** Where worker 0 connects to. */
    ProgressAddress address() {
        return receiver.address();
    }

    /** Ends the display and the log; every line that was sent before is in it. */
    @Override
    public void close() throws IOException {
        try (log;
                progress) {
            receiver.close();
        }
    }

    private void take(String line) {
        JsonNode metrics = Json.tree(line, "a worker's report");
        try {
            log.write(metrics);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        double loss = metrics.path("loss").asDouble();
        if (metrics.path("split").asText().equals("validation")) {
            validation = OptionalDouble.of(loss);
        } else {
            double pace = metrics.path("tokens_per_second").asDouble();
            progress.update(metrics.path("step").asInt(), loss, validation, pace);
        }
    }
}
