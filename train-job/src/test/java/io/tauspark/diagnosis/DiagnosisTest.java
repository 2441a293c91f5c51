package io.tauspark.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.run.MadeUpRun;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
    private final Configuration hadoop = new Configuration();
    private final Path run;

    DiagnosisTest(@TempDir java.nio.file.Path folder) {
        this.run = new Path(folder.toUri());
    }

    @Test
    void isWrittenBesideTheLogsItIsMadeFrom() throws IOException {
        MadeUpRun made = new MadeUpRun();
        made.event("start", 0);
        for (int step = 10; step <= 100; step += 10) {
            made.training(step, 3 - step * 0.01, 0.5 - step * 0.001);
            made.validation(step, 3 - step * 0.01);
        }
        for (int step = 101; step <= 110; step++) {
            double width = step < 105 ? 2 : 1.01;
            made.lines.add(MadeUpRun.head(step, 0.1, 1, 1 / width, 1, width));
        }
        made.event("recalibration", 50);
        write("metrics.jsonl", made.lines, "{\"step\": 111, \"split\": \"tr");
        write("events.jsonl", made.events, "");
        Diagnosis.write(run, hadoop);

        JsonNode read = Json.tree(Storage.readText(new Path(run, "diagnosis.json"), hadoop), "a diagnosis");
        assertThat(read.fieldNames()).toIterable().containsExactly("correlation", "epiplexity", "collapses");
        JsonNode correlation = read.path("correlation");
        assertThat(correlation.fieldNames())
                .toIterable()
                .containsExactly("all", "without_recalibrations", "layers", "text");
        assertThat(correlation.path("all").path("r").asDouble()).isGreaterThan(0.999);
        assertThat(correlation.path("all").path("points").asInt()).isEqualTo(10);
        assertThat(correlation.path("layers").path(0).fieldNames())
                .toIterable()
                .containsExactly("layer", "all", "without_recalibrations");
        assertThat(read.path("epiplexity").fieldNames())
                .toIterable()
                .containsExactly("bits", "tokens", "end_loss", "text");
        JsonNode collapse = read.path("collapses").path(0);
        assertThat(collapse.fieldNames()).toIterable().containsExactly("step", "layer", "head", "reason");
        assertThat(collapse.path("step").asInt()).isEqualTo(107);
    }

    @Test
    void aRunWithoutLogsHasAnEmptyOne() {
        JsonNode empty = Json.tree(Json.line(Diagnosis.of(List.of(), List.of())), "a diagnosis");
        assertThat(empty.path("correlation").path("all").path("r").isNull()).isTrue();
        assertThat(empty.path("epiplexity").isNull()).isTrue();
        assertThat(empty.path("collapses")).isEmpty();
    }

    private void write(String name, List<?> lines, String torn) throws IOException {
        String text = lines.stream().map(line -> Json.line(line) + "\n").collect(Collectors.joining());
        Storage.writeText(new Path(run, name), text + torn, hadoop);
    }
}
