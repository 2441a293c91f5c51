package io.tauspark.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.diagnosis.Alarm.Kind;
import io.tauspark.observe.JsonLines;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the logs of a whole run say about it; {@code diagnosis.json}.
 *
 * @param correlation of validation loss and λ
 * @param epiplexity how much was learnt; null if no loss was logged
 * @param collapses heads whose λ has collapsed
 */
public record Diagnosis(
        LambdaLossCorrelation correlation, @Nullable Epiplexity epiplexity, List<Collapse> collapses) {
    /** Name of the file in the directory of a run. */
    public static final String FILE = "diagnosis.json";

    /** One head's collapse. */
    public record Collapse(int step, int layer, int head, String reason) {}

    /**
     * From logs.
     *
     * @param metrics lines of {@code metrics.jsonl}
     * @param events lines of {@code events.jsonl}
     */
    public static Diagnosis of(List<JsonNode> metrics, List<JsonNode> events) {
        RunHistory history = RunHistory.of(metrics, events);
        CollapseAlarm alarm = new CollapseAlarm();
        // All lines, as the alarm met them while the training ran.
        List<Collapse> collapses = metrics.stream()
                .flatMap(line -> alarm.next(line).stream())
                .filter(each -> each.kind() == Kind.COLLAPSE)
                .map(each -> new Collapse(each.step(), each.layer(), each.head(), each.reason()))
                .toList();
        return new Diagnosis(LambdaLossCorrelation.of(history), Epiplexity.of(history), collapses);
    }

    /** Diagnoses the run in a directory, and writes the record beside its logs. */
    public static void write(Path run, Configuration hadoop) throws IOException {
        Diagnosis diagnosis = of(
                JsonLines.read(new Path(run, "metrics.jsonl"), hadoop),
                JsonLines.read(new Path(run, "events.jsonl"), hadoop));
        Storage.writeText(new Path(run, FILE), Json.pretty(diagnosis), hadoop);
    }
}
