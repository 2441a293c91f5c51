package io.tauspark.bench.quality;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.train.TrainConfig;
import java.util.ArrayList;
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
 * @param trials every variant with every seed, all variants of one seed before the next seed
 */
record QualityConfig(
        String shards,
        String memory,
        String output,
        int parallel,
        List<String> baselines,
        int selectionEvery,
        int selectionWindows,
        int testWindows,
        List<Trial> trials) {

    QualityConfig {
        baselines = List.copyOf(baselines);
        trials = List.copyOf(trials);
        new Problems()
                .check(parallel >= 1, "parallel", parallel, "must be at least 1")
                .check(selectionEvery >= 1, "selection.every", selectionEvery, "must be at least 1")
                .check(selectionWindows >= 1, "selection.windows", selectionWindows, "must be at least 1")
                .check(testWindows >= 1, "test.windows", testWindows, "must be at least 1")
                .check(
                        !trials.isEmpty(),
                        "variants",
                        variants(trials),
                        "gives no trial: name a variant, and at least one of seeds")
                .check(
                        trials.stream().map(Trial::exposure).distinct().count() <= 1,
                        "variants",
                        variants(trials),
                        "must agree in steps, batch, model.context and tokenizer, to learn from the same tokens")
                .check(
                        trials.stream().map(Trial::name).distinct().count() == trials.size(),
                        "variants",
                        variants(trials),
                        "names a variant twice")
                .throwIfAny();
    }

    static QualityConfig from(Settings settings) {
        Variants variants = Variants.with(settings.text("definitions"));
        List<String> names = settings.texts("variants");
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= settings.integer("seeds"); seed++) {
            for (String name : names) {
                Config over = variants.settings(name)
                        .withFallback(ConfigFactory.parseMap(Map.of(
                                "data", settings.text("shards"),
                                "memory", settings.text("memory"),
                                "output", settings.text("output"),
                                "seed", seed)));
                trials.add(new Trial(name, settings.section("train", over, TrainConfig::from)));
            }
        }
        return new QualityConfig(
                settings.text("shards"),
                settings.text("memory"),
                settings.text("output"),
                settings.integer("parallel"),
                settings.texts("baselines"),
                settings.integer("selection.every"),
                settings.integer("selection.windows"),
                settings.integer("test.windows"),
                trials);
    }

    private static List<String> variants(List<Trial> trials) {
        return trials.stream().map(Trial::variant).distinct().toList();
    }
}
