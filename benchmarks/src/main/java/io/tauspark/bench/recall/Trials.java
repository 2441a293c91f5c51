package io.tauspark.bench.recall;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tauspark.compare.Variants;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every variant with every seed.
 *
 * @param all the variants of one seed before those of the next, so that an unfinished comparison compares something
 */
record Trials(List<Trial> all) {

    Trials {
        all = List.copyOf(all);
        List<String> variants = variants(all);
        new Problems()
                .check(
                        !all.isEmpty(),
                        "variants",
                        variants,
                        "gives no trial: name a variant, and at least one of seeds")
                .check(
                        all.stream().map(Trial::name).distinct().count() == all.size(),
                        "variants",
                        variants,
                        "names a variant twice")
                .check(
                        all.stream().map(Trial::exposure).distinct().count() <= 1,
                        "variants",
                        variants,
                        "must agree in steps, batch, model.context, model.vocabulary and tokenizer, to learn the same")
                .throwIfAny();
    }

    /**
     * Reads the keys {@code variants}, {@code definitions} and {@code seeds}, and for each trial the section {@code train}
     * with the variant over it.
     *
     * @param fixed settings of {@code train} that stand beside the section
     */
    static Trials from(Settings settings, Map<String, Object> fixed) {
        Variants variants = Variants.with(settings.text("definitions"));
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= settings.integer("seeds"); seed++) {
            for (String name : settings.texts("variants")) {
                Config over = ConfigFactory.parseMap(Map.of("seed", seed, "workers", 1))
                        .withFallback(ConfigFactory.parseMap(fixed))
                        .withFallback(variants.settings(name));
                trials.add(new Trial(name, settings.section("train", over, TrainConfig::from)));
            }
        }
        return new Trials(trials);
    }

    /** The settings that all trials agree in. */
    TrainConfig common() {
        return all.get(0).train();
    }

    List<String> variants() {
        return variants(all);
    }

    private static List<String> variants(List<Trial> trials) {
        return trials.stream().map(Trial::variant).distinct().toList();
    }
}
