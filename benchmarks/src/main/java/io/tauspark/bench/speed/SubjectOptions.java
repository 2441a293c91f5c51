package io.tauspark.bench.speed;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which model is timed, but for its attention. */
public final class SubjectOptions {
    @Option(names = "--preset", defaultValue = "30m", description = "size of the model (default: ${DEFAULT-VALUE})")
    private String preset = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one setting of the train job, repeatable, e.g. --set model.queries-per-key=6")
    private List<String> overrides = new ArrayList<>();

    public String preset() {
        return preset;
    }

    public List<String> overrides() {
        return List.copyOf(overrides);
    }

    public Subject with(String kind) {
        return new Subject(preset, kind, overrides());
    }
}
