package io.tauspark.diagnosis;

import io.tauspark.diagnosis.Alarm.Kind;
import io.tauspark.run.EventLine;
import io.tauspark.run.MetricLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The alarms of a run while it is trained: each is raised once, however often the training is interrupted. */
public final class RunAlarms {
    private final Set<List<Object>> raised = new HashSet<>();
    private CollapseAlarm alarm = new CollapseAlarm();

    /**
     * Begins with what the run has been told before.
     *
     * @param events all lines of its {@code events.jsonl}
     */
    public RunAlarms(List<EventLine> events) {
        for (EventLine event : events) {
            raised.add(List.of(event.event(), whole(event, "step"), whole(event, "layer"), whole(event, "head")));
        }
    }

    /** Begins again with the lines of {@code metrics.jsonl} that an attempt resumes from. */
    public void begin(List<MetricLine> lines) {
        alarm = new CollapseAlarm();
        lines.forEach(alarm::next);
    }

    /** Takes in the next line; returns what it raises for the first time. */
    public List<Alarm> next(MetricLine line) {
        List<Alarm> first = new ArrayList<>();
        for (Alarm each : alarm.next(line)) {
            if (raised.add(List.of(each.event(), each.step(), each.layer(), each.head()))) {
                first.add(each);
            }
        }
        return first;
    }

    private static int whole(EventLine event, String fact) {
        Integer number = event.integer(fact);
        return number == null ? 0 : number;
    }

    /** The collapses among alarms of one line, in a sentence for the terminal; empty if there is none. */
    public static String text(List<Alarm> alarms) {
        List<Alarm> collapses =
                alarms.stream().filter(each -> each.kind() == Kind.COLLAPSE).toList();
        if (collapses.isEmpty()) {
            return "";
        }
        Alarm one = collapses.get(0);
        return collapses.size() == 1
                ? String.format(
                        Locale.ROOT, "lambda has collapsed in %s at step %d: %s", one.place(), one.step(), one.reason())
                : String.format(
                        Locale.ROOT,
                        "lambda has collapsed in %d heads at step %d (%s); of the first: %s",
                        collapses.size(),
                        one.step(),
                        collapses.stream().map(Alarm::place).collect(Collectors.joining(", ")),
                        one.reason());
    }
}
