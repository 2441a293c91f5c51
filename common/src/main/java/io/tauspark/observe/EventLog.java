package io.tauspark.observe;

import io.tauspark.store.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What befell a run, one JSON object per line: {@code {"time": "2026-01-01T00:00:00Z", "event": "retry", …}}. Nothing is
 * ever taken back from it, so that it tells of every interruption that the metrics do not show.
 */
public final class EventLog implements AutoCloseable {
    private final LineFile lines;
    private final Clock clock;

    /** Starts a log, or goes on with one that is there. */
    public EventLog(Path file, Clock clock, Configuration hadoop) throws IOException {
        this.lines = LineFile.open(file, Integer.MAX_VALUE, hadoop);
        this.clock = clock;
    }

    /**
     * Adds one event.
     *
     * @param event what happened, one word
     * @param facts about it, written in the order of their names
     */
    public void write(String event, Map<String, ?> facts) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant());
        line.put("event", event);
        line.putAll(new TreeMap<>(facts));
        lines.append(Json.line(line) + "\n");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
