package io.tauspark.train;

import io.tauspark.observe.MetricLog;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What each worker did when: {@code workers.jsonl} with one line whenever a worker begins something else. Like the events
 * it is never cut back.
 */
final class WorkerLog implements AutoCloseable {
    private final MetricLog log;
    private final Clock clock;
    private final Map<Integer, String> latest = new HashMap<>();

    WorkerLog(Path run, Clock clock, Configuration hadoop) throws IOException {
        this.log = new MetricLog(new Path(run, "workers.jsonl"), hadoop);
        this.clock = clock;
    }

    /** Takes a worker's state. */
    void heard(WorkerState state) throws IOException {
        String doing = state.attempt() + " " + state.executor() + " " + state.phase();
        if (!doing.equals(latest.put(state.rank(), doing))) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", clock.instant());
            line.put("attempt", state.attempt());
            line.put("rank", state.rank());
            line.put("executor", state.executor());
            line.put("host", state.host());
            line.put("device", state.device());
            line.put("phase", state.phase());
            line.put("step", state.step());
            log.write(line);
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
