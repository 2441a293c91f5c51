package io.tauspark.report;

import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.run.EventLine;
import io.tauspark.store.Json;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The section on what happened, in its order. */
final class EventSection {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** At the beginning and at the end; what lies between is counted. */
    private static final int MOST = 60;

    private static final int LONGEST = 400;

    private EventSection() {}

    static void add(Page page, Run run) {
        List<EventLine> events = run.events();
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
                new Table(
                                List.of(
                                        Column.text("UTC"),
                                        Column.text("event"),
                                        Column.number("step"),
                                        Column.text("what")),
                                rows)
                        .html());
    }

    private static List<String> row(EventLine event) {
        return List.of(
                event.time() == null ? "–" : SECONDS.format(event.time()),
                event.event().replace('_', ' '),
                Double.isFinite(event.step()) ? NumberText.of((long) event.step()) : "",
                text(event));
    }

    /** The facts of an event but for its time, name and step. */
    static String text(EventLine event) {
        List<String> parts = new ArrayList<>();
        event.others().forEach((name, value) -> parts.add(part(name, value)));
        String text = String.join(", ", parts);
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    private static String part(String name, @Nullable Object value) {
        String spelled = name.replace('_', ' ');
        if (List.of("cause", "reason", "what").contains(name)) {
            return word(value);
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Number) {
            Span span = new Span();
            list.forEach(each -> span.with(each instanceof Number number ? number.doubleValue() : Double.NaN));
            return span.low() < span.high()
                    ? "%s %s to %s".formatted(spelled, NumberText.of(span.low()), NumberText.of(span.high()))
                    : "%s %s".formatted(spelled, NumberText.of(span.low()));
        }
        return spelled + " " + (value instanceof Double fraction ? NumberText.of(fraction) : word(value));
    }

    private static String word(@Nullable Object value) {
        return value instanceof List || value instanceof Map ? Json.line(value) : String.valueOf(value);
    }
}
