package io.tauspark.bench.recall;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import java.util.List;
import java.util.Map;

/**
 * A comparison of variants on tasks made by rule.
 *
 * @param memory domain memory
 * @param output directory of results
 * @param parallel trials at one time
 * @param tasks what every variant is asked
 * @param vocabulary ids of the tasks
 * @param examineEvery steps between examinations during a training
 * @param examineSequences sequences of an examination
 * @param trials what is run for each task
 */
record RecallConfig(
        String memory,
        String output,
        int parallel,
        List<RecallTask> tasks,
        int vocabulary,
        @Key("examine.every") int examineEvery,
        @Key("examine.sequences") int examineSequences,
        Trials trials) {
    /** The job {@code train} asks for data, which this benchmark makes as it goes. */
    private static final String NO_DATA = "made by rule";

    RecallConfig {
        int ids = trials.common().model().vocabulary();
        new Problems()
                .check(parallel >= 1, "parallel", parallel, "must be at least 1")
                .check(
                        !tasks.isEmpty() && tasks.stream().distinct().count() == tasks.size(),
                        "tasks",
                        tasks.stream().map(RecallTask::title).toList(),
                        "must name at least one task, and none twice")
                .check(examineEvery >= 1, "examine.every", examineEvery, "must be at least 1")
                .check(examineSequences >= 1, "examine.sequences", examineSequences, "must be at least 1")
                .check(
                        vocabulary >= RecallTask.LEAST_VOCABULARY && vocabulary <= ids,
                        "vocabulary",
                        vocabulary,
                        "must lie between " + RecallTask.LEAST_VOCABULARY + " and the model's number of ids, " + ids)
                .throwIfAny();
    }

    static RecallConfig from(Settings settings) {
        Map<String, Object> fixed = Map.of(
                "data", NO_DATA,
                "memory", settings.text("memory"),
                "output", settings.text("output"));
        return RecordBinder.of(RecallConfig.class)
                .with("trials", keys -> keys.group(all -> Trials.from(all, fixed)))
                .apply(settings);
    }
}
