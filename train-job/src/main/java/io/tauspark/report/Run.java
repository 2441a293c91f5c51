package io.tauspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.diagnosis.Diagnosis;
import io.tauspark.run.EventLine;
import io.tauspark.run.MetricLine;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunFiles;
import io.tauspark.run.SampleLine;
import io.tauspark.run.WorkerLine;
import io.tauspark.store.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that a run left behind, as far as it is there.
 *
 * @param name of its directory, without {@code .unfinished}
 * @param events in the order in which they were written
 * @param states of workers, in the order in which they were written
 * @param samples texts that the model wrote on its way
 * @param end of a training that is over; null of others, and of runs of earlier versions
 * @param diagnosis {@code diagnosis.json}, or null
 * @param provenance {@code provenance.json}, or null
 * @param damages what could not be read, one phrase each
 * @param missing names of files that are not there
 */
record Run(
        String name,
        TrainingHistory history,
        List<EventLine> events,
        List<WorkerLine> states,
        List<SampleLine> samples,
        RunSettings settings,
        @Nullable RunEnd end,
        @Nullable Diagnosis diagnosis,
        @Nullable JsonNode provenance,
        List<String> damages,
        List<String> missing) {
    static Run read(Path directory, Configuration hadoop) throws IOException {
        RunFiles files = RunFiles.open(directory, hadoop);
        TrainingHistory history = new TrainingHistory();
        files.lines(RunFiles.METRICS, MetricLine.class, history::take);
        List<EventLine> events = new ArrayList<>();
        files.lines(RunFiles.EVENTS, EventLine.class, events::add);
        List<WorkerLine> states = new ArrayList<>();
        files.lines(RunFiles.WORKERS, WorkerLine.class, states::add);
        List<SampleLine> samples = new ArrayList<>();
        files.lines(RunFiles.SAMPLES, SampleLine.class, samples::add);
        JsonNode provenance = files.json(Provenance.FILE);
        JsonNode identity = files.json(RunFiles.IDENTITY);
        RunSettings settings = RunSettings.of(provenance, identity, files.json("model/config.json"));
        RunEnd end =
                identity == null || !identity.has("end") ? null : files.part(RunFiles.IDENTITY, "end", RunEnd.class);
        Diagnosis diagnosis = files.json(RunFiles.DIAGNOSIS, Diagnosis.class);
        return new Run(
                RunFiles.name(directory),
                history,
                events,
                states,
                samples,
                settings,
                end,
                diagnosis,
                provenance,
                files.damages(),
                files.missing());
    }

    List<EventLine> events(String... names) {
        return events.stream().filter(event -> event.is(names)).toList();
    }

    /** The last event that says how the training stands, or null. */
    @Nullable
    EventLine standing() {
        List<EventLine> turns = events("start", "resume", "finished", "failed");
        return turns.isEmpty() ? null : turns.get(turns.size() - 1);
    }

    boolean isFinished() {
        EventLine standing = standing();
        return standing == null ? provenance != null : standing.is("finished");
    }

    boolean hasFailed() {
        EventLine standing = standing();
        return standing != null && standing.is("failed");
    }
}
