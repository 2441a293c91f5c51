package io.tauspark.bench.quality;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import java.util.List;
import java.util.Map;

/**
 * A comparison of variants on one corpus.
 *
 * @param shards directory of shards
 * @param memory domain memory
 * @param output directory of results
 * @param parallel trials at one time
 * @param baselines variants that the others are compared with
 * @param selectionEvery steps between scorings of the selection half
 * @param selectionWindows most windows of it that are scored
 * @param testWindows most windows of the test half that are scored
 * @param trials what is run
 */
record QualityConfig(
        String shards,
        String memory,
        String output,
        int parallel,
        List<String> baselines,
        @Key("selection.every") int selectionEvery,
        @Key("selection.windows") int selectionWindows,
        @Key("test.windows") int testWindows,
        Trials trials) {

    QualityConfig {
        baselines = List.copyOf(baselines);
        new Problems()
                .check(parallel >= 1, "parallel", parallel, "must be at least 1")
                .check(selectionEvery >= 1, "selection.every", selectionEvery, "must be at least 1")
                .check(selectionWindows >= 1, "selection.windows", selectionWindows, "must be at least 1")
                .check(testWindows >= 1, "test.windows", testWindows, "must be at least 1")
                .throwIfAny();
    }

    static QualityConfig from(Settings settings) {
        Map<String, Object> fixed = Map.of(
                "data", settings.text("shards"),
                "memory", settings.text("memory"),
                "output", settings.text("output"));
        return RecordBinder.of(QualityConfig.class)
                .with("trials", keys -> keys.group(all -> Trials.from(all, fixed)))
                .apply(settings);
    }
}
