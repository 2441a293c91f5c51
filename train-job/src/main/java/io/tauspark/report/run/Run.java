package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param diagnosis {@code diagnosis.json}, or null
 * @param provenance {@code provenance.json}, or null
 * @param damages what could not be read, one phrase each
 * @param missing names of files that are not there
 */
record Run(
        String name,
        TrainingHistory history,
        List<LoggedEvent> events,
        List<WorkerChange> states,
        List<Sample> samples,
        RunSettings settings,
        @Nullable JsonNode diagnosis,
        @Nullable JsonNode provenance,
        List<String> damages,
        List<String> missing) {
    private static final String SUFFIX = ".unfinished";

    /** A text that the model wrote after so many steps. */
    record Sample(int step, String prompt, String text) {}

    static Run read(Path directory, Configuration hadoop) throws IOException {
        RunFiles files = RunFiles.open(directory, hadoop);
        TrainingHistory history = new TrainingHistory();
        files.lines("metrics.jsonl", history::take);
        List<LoggedEvent> events = new ArrayList<>();
        files.lines("events.jsonl", line -> events.add(LoggedEvent.of(line)));
        List<WorkerChange> states = new ArrayList<>();
        files.lines("workers.jsonl", line -> WorkerChange.of(line).ifPresent(states::add));
        List<Sample> samples = new ArrayList<>();
        files.lines(
                "samples.jsonl",
                line -> samples.add(new Sample(
                        line.path("step").asInt(),
                        line.path("prompt").asText(),
                        line.path("text").asText())));
        JsonNode provenance = files.json("provenance.json");
        RunSettings settings = RunSettings.of(provenance, files.json("run.json"), files.json("model/config.json"));
        JsonNode diagnosis = files.json("diagnosis.json");
        String name = directory.getName();
        return new Run(
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                history,
                events,
                states,
                samples,
                settings,
                diagnosis,
                provenance,
                files.damages(),
                files.missing());
    }

    List<LoggedEvent> events(String... names) {
        return events.stream().filter(event -> event.is(names)).toList();
    }

    /** The last event that says how the training stands, or null. */
    @Nullable
    LoggedEvent standing() {
        List<LoggedEvent> turns = events("start", "resume", "finished", "failed");
        return turns.isEmpty() ? null : turns.get(turns.size() - 1);
    }

    boolean isFinished() {
        LoggedEvent standing = standing();
        return standing == null ? provenance != null : standing.is("finished");
    }

    boolean hasFailed() {
        LoggedEvent standing = standing();
        return standing != null && standing.is("failed");
    }
}
