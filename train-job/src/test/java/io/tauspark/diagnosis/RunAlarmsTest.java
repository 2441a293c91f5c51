package io.tauspark.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.run.EventLine;
import io.tauspark.run.MadeUpRun;
import io.tauspark.run.RunEvent;
import io.tauspark.run.TrainingLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunAlarmsTest {
    private static final List<TrainingLine> LINES = IntStream.rangeClosed(1, 40)
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
                again.begin(List.copyOf(LINES.subList(0, kept)));
                List<Alarm> after = raised(again, LINES.subList(kept, LINES.size()));
                assertThat(Stream.concat(before.stream(), after.stream())).containsExactlyElementsOf(whole);
            }
        }
    }

    @Test
    void anotherAttemptOfTheSameProcessBeginsWithTheLinesThatItKeeps() {
        RunAlarms alarms = new RunAlarms(List.of());
        assertThat(raised(alarms, LINES.subList(0, 15))).hasSize(1);
        alarms.begin(List.copyOf(LINES.subList(0, 5)));
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

    private static List<Alarm> raised(RunAlarms alarms, List<TrainingLine> lines) {
        List<Alarm> raised = new ArrayList<>();
        lines.forEach(line -> raised.addAll(alarms.next(line)));
        return raised;
    }

    private static List<EventLine> events(List<Alarm> alarms) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        List<EventLine> events = new ArrayList<>();
        events.add(EventLine.of(time, new RunEvent("start", Map.of("step", 0), "")));
        for (Alarm alarm : alarms) {
            events.add(EventLine.of(time, new RunEvent(alarm.event(), alarm.facts(), "")));
        }
        return events;
    }
}
