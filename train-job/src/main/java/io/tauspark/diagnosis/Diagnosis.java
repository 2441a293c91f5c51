package io.tauspark.diagnosis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tauspark.diagnosis.Alarm.Kind;
import io.tauspark.observe.JsonLines;
import io.tauspark.run.EventLine;
import io.tauspark.run.MetricLine;
import io.tauspark.run.RunFiles;
import io.tauspark.run.RunHistory;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The findings in the logs of a whole run; {@code diagnosis.json}.
 *
 * @param correlation of validation loss and λ; null if another version left it out
 * @param epiplexity how much was learnt; null if no loss was logged
 * @param collapses heads whose λ has collapsed; null if another version left them out
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"correlation", "epiplexity", "collapses"})
public record Diagnosis(
        @JsonProperty("correlation") @Nullable LambdaLossCorrelation correlation,
        @JsonProperty("epiplexity") @Nullable Epiplexity epiplexity,
        @JsonProperty("collapses") @Nullable List<Collapse> collapses) {
    public Diagnosis {
        collapses = collapses == null ? null : List.copyOf(collapses);
    }

    /** One head's collapse. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Collapse(int step, int layer, int head, String reason) {}

    /**
     * The diagnosis from logs.
     *
     * @param metrics lines of {@code metrics.jsonl}
     * @param events lines of {@code events.jsonl}
     */
    public static Diagnosis of(List<MetricLine> metrics, List<EventLine> events) {
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
                JsonLines.read(new Path(run, RunFiles.METRICS), MetricLine.class, hadoop),
                JsonLines.read(new Path(run, RunFiles.EVENTS), EventLine.class, hadoop));
        Storage.writeText(new Path(run, RunFiles.DIAGNOSIS), Json.pretty(diagnosis), hadoop);
    }
}
