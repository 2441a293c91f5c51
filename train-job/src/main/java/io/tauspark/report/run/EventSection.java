package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.observe.page.Blocks;
import io.tauspark.observe.page.Column;
import io.tauspark.observe.page.NumberText;
import io.tauspark.observe.page.Page;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, in its order. */
final class EventSection {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** At the beginning and at the end; what lies between is counted. */
    private static final int MOST = 60;

    private static final int LONGEST = 400;

    private EventSection() {}

    static void add(Page page, Run run) {
        List<LoggedEvent> events = run.events();
        if (events.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < events.size(); k++) {
            if (k == MOST && events.size() > 2 * MOST) {
                k = events.size() - MOST;
                rows.add(List.of("", "…", "", "%s more, see events.jsonl".formatted(NumberText.of(k - MOST))));
            }
            rows.add(row(events.get(k)));
        }
        page.section(
                "Events",
                Blocks.table(
                        List.of(Column.text("UTC"), Column.text("event"), Column.number("step"), Column.text("what")),
                        rows));
    }

    private static List<String> row(LoggedEvent event) {
        return List.of(
                event.time() == null ? "–" : SECONDS.format(event.time()),
                event.name().replace('_', ' '),
                Double.isFinite(event.step()) ? NumberText.of((long) event.step()) : "",
                text(event));
    }

    /** The facts of an event but for its time, name and step. */
    static String text(LoggedEvent event) {
        List<String> parts = new ArrayList<>();
        event.facts().fields().forEachRemaining(field -> {
            if (!List.of("time", "event", "step").contains(field.getKey())) {
                parts.add(part(field.getKey(), field.getValue()));
            }
        });
        String text = String.join(", ", parts);
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    private static String part(String name, JsonNode value) {
        String spelled = name.replace('_', ' ');
        if (List.of("cause", "reason", "what").contains(name)) {
            return value.asText();
        }
        if (value.isArray() && !value.isEmpty() && value.get(0).isNumber()) {
            Span span = new Span();
            value.forEach(each -> span.with(Fields.number(each)));
            return span.low() < span.high()
                    ? "%s %s to %s".formatted(spelled, NumberText.of(span.low()), NumberText.of(span.high()))
                    : "%s %s".formatted(spelled, NumberText.of(span.low()));
        }
        boolean fraction = value.isNumber() && !value.isIntegralNumber();
        return spelled + " "
                + (fraction
                        ? NumberText.of(value.asDouble())
                        : value.isValueNode() ? value.asText() : value.toString());
    }
}
