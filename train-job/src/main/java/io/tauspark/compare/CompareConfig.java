package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.model.ModelConfig;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of the job {@code compare}.
 *
 * @param output directory of the comparison
 * @param parallel trials at one time
 * @param baseline the variant that all others are compared with
 * @param trials every variant with every seed
 */
public record CompareConfig(String output, int parallel, String baseline, List<Trial> trials)
        implements TrialRuns.Request {

    public CompareConfig {
        trials = List.copyOf(trials);
        List<String> variants = variants(trials);
        Problems problems = new Problems();
        TrialSettings.check(parallel, problems);
        problems.check(
                        !trials.isEmpty(),
                        "variants",
                        variants,
                        "gives no trial: name a variant, and at least one of seeds")
                .check(
                        trials.stream().map(Trial::name).distinct().count() == trials.size(),
                        "variants",
                        variants,
                        "or seeds names something twice")
                .check(
                        trials.isEmpty() || variants.contains(baseline),
                        "baseline",
                        baseline,
                        "must be one of variants = " + String.join(", ", variants))
                .check(
                        trials.stream().map(CompareConfig::exposure).distinct().count() <= 1,
                        "variants",
                        variants,
                        "must agree in data, steps, batch, model.context, model.vocabulary, tokenizer and validation, to"
                                + " learn and be judged by the same")
                .throwIfAny();
    }

    static CompareConfig from(Settings settings) {
        return new CompareConfig(
                settings.text("output"),
                settings.group(TrialSettings::parallel),
                settings.text("baseline"),
                settings.group(CompareConfig::trials));
    }

    /** The variants in the order of the settings. */
    List<String> variants() {
        return variants(trials);
    }

    /** All variants of one seed before those of the next, so that a comparison that is stopped compares something. */
    private static List<Trial> trials(Settings settings) {
        TrialSettings shared = TrialSettings.of(settings);
        Variants variants = Variants.with(settings.text("definitions"));
        List<Trial> trials = new ArrayList<>();
        for (String seed : settings.texts("seeds")) {
            for (String name : settings.texts("variants")) {
                Config over = ConfigFactory.empty()
                        .withValue("seed", ConfigValueFactory.fromAnyRef(seed, "seeds"))
                        .withFallback(variants.settings(name));
                shared.train(over).ifPresent(train -> trials.add(new Trial(name, Map.of("variant", name), train)));
            }
        }
        shared.requireAll();
        return trials;
    }

    /** The settings that must be equal in all trials, so that all see the same tokens in the same order. */
    private static List<Object> exposure(Trial trial) {
        TrainConfig train = trial.train();
        ModelConfig model = train.model();
        return List.of(
                train.data(),
                train.steps(),
                train.batch(),
                model.context(),
                model.vocabulary(),
                train.tokenizer().identity(),
                train.validationWindows());
    }

    private static List<String> variants(List<Trial> trials) {
        return trials.stream().map(Trial::group).distinct().toList();
    }
}
