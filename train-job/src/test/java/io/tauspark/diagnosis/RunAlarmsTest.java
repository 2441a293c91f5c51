package io.tauspark.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunAlarmsTest {
    private static final List<JsonNode> LINES = IntStream.rangeClosed(1, 40)
            .mapToObj(line -> {
                double width = line % 20 < 10 ? 2 : 1.01;
                return MadeUpRun.head(line, 0.1, 1, 1 / width, 1, width);
            })
            .toList();

    @Test
    void anInterruptedTrainingRaisesTheSameAlarmsAndNoneTwice() {
        List<Alarm> whole = raised(new RunAlarms(List.of()), LINES);
        assertThat(whole).extracting(Alarm::step).containsExactly(12, 32);
        for (int stop = 0; stop <= LINES.size(); stop++) {
            List<Alarm> before = raised(new RunAlarms(List.of()), LINES.subList(0, stop));
            for (int kept = 0; kept <= stop; kept++) {
                RunAlarms again = new RunAlarms(events(before));
                again.begin(LINES.subList(0, kept));
                List<Alarm> after = raised(again, LINES.subList(kept, LINES.size()));
                assertThat(Stream.concat(before.stream(), after.stream())).containsExactlyElementsOf(whole);
            }
        }
    }

    @Test
    void anotherAttemptOfTheSameProcessBeginsWithTheLinesThatItKeeps() {
        RunAlarms alarms = new RunAlarms(List.of());
        assertThat(raised(alarms, LINES.subList(0, 15))).hasSize(1);
        alarms.begin(LINES.subList(0, 5));
        assertThat(raised(alarms, LINES.subList(5, 40))).extracting(Alarm::step).containsExactly(32);
    }

    @Test
    void theTerminalIsToldOfCollapsesOfALineTogether() {
        assertThat(RunAlarms.text(List.of())).isEmpty();
        Alarm falling = new Alarm(Alarm.Kind.MEDIANS_FALLING, 7, 0, 0, 0.2, 0.3, "it learns");
        Alarm one = new Alarm(Alarm.Kind.COLLAPSE, 7, 0, 2, 0.01, 0.3, "it is narrow");
        Alarm two = new Alarm(Alarm.Kind.COLLAPSE, 7, 1, 3, 0.02, 0.3, "it is narrow too");
        assertThat(RunAlarms.text(List.of(falling))).isEmpty();
        assertThat(RunAlarms.text(List.of(falling, one)))
                .isEqualTo("lambda has collapsed in layer 0 head 2 at step 7: it is narrow");
        assertThat(RunAlarms.text(List.of(one, two)))
                .isEqualTo(
                        "lambda has collapsed in 2 heads at step 7 (layer 0 head 2, layer 1 head 3); of the first: it is narrow");
    }

    private static List<Alarm> raised(RunAlarms alarms, List<JsonNode> lines) {
        List<Alarm> raised = new ArrayList<>();
        lines.forEach(line -> raised.addAll(alarms.next(line)));
        return raised;
    }

    private static List<JsonNode> events(List<Alarm> alarms) {
        List<JsonNode> events = new ArrayList<>();
        events.add(Json.tree("{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"start\",\"step\":0}", "an event"));
        for (Alarm alarm : alarms) {
            events.add(Json.tree(
                    Json.line(alarm.facts()).replaceFirst("\\{", "{\"event\":\"" + alarm.event() + "\","), "an event"));
        }
        return events;
    }
}
