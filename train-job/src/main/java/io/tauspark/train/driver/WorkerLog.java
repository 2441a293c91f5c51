package io.tauspark.train.driver;

import io.tauspark.observe.JsonLinesLog;
import io.tauspark.run.RunFiles;
import io.tauspark.run.WorkerLine;
import io.tauspark.run.WorkerState;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The log of what each worker did when: {@code workers.jsonl} with one line whenever a worker begins something else.
 * Like the events it is never cut back.
 */
final class WorkerLog implements AutoCloseable {
    private final JsonLinesLog log;
    private final Clock clock;
    private final Map<Integer, String> latest = new HashMap<>();

    WorkerLog(Path run, Clock clock, Configuration hadoop) throws IOException {
        this.log = new JsonLinesLog(new Path(run, RunFiles.WORKERS), hadoop);
        this.clock = clock;
    }

    /** Takes a worker's state. */
    void received(WorkerState state) throws IOException {
        String doing = state.attempt() + " " + state.executor() + " " + state.phase();
        if (!doing.equals(latest.put(state.rank(), doing))) {
            log.write(WorkerLine.of(clock.instant(), state));
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
