package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.inference.QuestionConfig;
import io.tauspark.run.PublishedModel;
import io.tauspark.train.config.CalibrationConfig;
import io.tauspark.train.config.LearningRate;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the job {@code compare}.
 *
 * @param output directory of the comparison
 * @param parallel trials at one time
 * @param baseline the variant that all others are compared with
 * @param tokenizers whether variants may differ in their tokens
 * @param selection how models and settings are chosen, or nothing where all validation documents judge
 * @param questions that the last model of each trial is asked, if any
 * @param trials every variant with every seed, and with all settings that are tried
 */
public record CompareConfig(
        String output,
        int parallel,
        String baseline,
        Tokenizers tokenizers,
        Optional<Selection> selection,
        Optional<QuestionConfig> questions,
        List<Trial> trials)
        implements TrialRuns.Request {
    /** The name of the variant among the settings of a trial. */
    static final String VARIANT = "variant";

    /** The tokenizers of the variants. */
    public enum Tokenizers {
        /** One for all, so that all learn from the same text. */
        SAME,
        /** Any; the same number of tokens is then more text for one variant than for another. */
        ANY
    }

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
                        trials.stream().map(Trial::exposure).distinct().count() <= 1,
                        "variants",
                        variants,
                        "must agree in data, steps, batch, model.context and validation, to learn from as many tokens and"
                                + " be judged by the same")
                .check(
                        tokenizers == Tokenizers.ANY
                                || trials.stream()
                                                .map(Trial::vocabulary)
                                                .distinct()
                                                .count()
                                        <= 1,
                        "variants",
                        variants,
                        "must agree in tokenizer and model.vocabulary, to learn from the same text, unless tokenizers = any"
                                + " asks for a comparison of tokenizers")
                .check(
                        trials.stream().allMatch(trial -> trial.train().stop().patience() == 0),
                        "train.stop.patience",
                        trials.stream()
                                .mapToInt(trial -> trial.train().stop().patience())
                                .max()
                                .orElse(0),
                        "must be 0 in a comparison, whose variants all learn from the same tokens")
                .check(
                        trials.stream().allMatch(trial -> trial.train().publish() == PublishedModel.Rule.LAST),
                        "train.publish",
                        trials.stream()
                                .map(trial -> Settings.spelling(trial.train().publish()))
                                .filter(rule -> !rule.equals("last"))
                                .findFirst()
                                .orElse(""),
                        "must be last in a comparison; selection.split = halves chooses among the models of a trial by other"
                                + " documents than those that judge")
                .check(
                        selection.isEmpty() || questions.isEmpty(),
                        "questions.documents",
                        questions.map(QuestionConfig::documents).orElse(0),
                        "must be 0 with selection.split = halves: last models are asked, about all validation documents")
                .check(
                        selection.isEmpty() || trials.stream().noneMatch(CompareConfig::followsScores),
                        "selection.split",
                        "halves",
                        "needs rate.schedule constant or cosine, and calibration.strategy fixed or interval: others look at"
                                + " both halves")
                .throwIfAny();
    }

    static CompareConfig from(Settings settings) {
        return new CompareConfig(
                settings.text("output"),
                settings.group(TrialSettings::parallel),
                settings.text("baseline"),
                settings.choice("tokenizers", Tokenizers.class),
                settings.section("selection", Selection::from),
                settings.section("questions", CompareConfig::questions),
                settings.group(CompareConfig::trials));
    }

    private static Optional<QuestionConfig> questions(Settings settings) {
        return settings.integer("documents") == 0
                ? Optional.empty()
                : Optional.of(RecordBinder.of(QuestionConfig.class).apply(settings));
    }

    /** The variants in the order of the settings. */
    List<String> variants() {
        return variants(trials);
    }

    /** All variants of one seed before those of the next, so that a comparison that is stopped compares something. */
    private static List<Trial> trials(Settings settings) {
        TrialSettings shared = TrialSettings.of(settings);
        Variants variants = Variants.with(settings.text("definitions"));
        TrialGrid tried = settings.section("selection", TrialGrid::tried);
        List<Trial> trials = new ArrayList<>();
        for (String seed : settings.texts("seeds")) {
            for (String name : settings.texts("variants")) {
                for (Map<String, ConfigValue> point : tried.points()) {
                    Config over = ConfigFactory.empty()
                            .withValue("seed", ConfigValueFactory.fromAnyRef(seed, "seeds"))
                            .withFallback(TrialGrid.settings(point))
                            .withFallback(variants.settings(name));
                    shared.train(over).ifPresent(train -> trials.add(trial(name, TrialGrid.texts(point), train)));
                }
            }
        }
        shared.requireAll();
        return trials;
    }

    private static Trial trial(String variant, Map<String, String> point, TrainConfig train) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(VARIANT, variant));
        settings.putAll(point);
        return new Trial(point.isEmpty() ? variant : variant + " " + TrialGrid.name(point), settings, train);
    }

    /** Whether something in a training depends on how its validation documents are scored, of both halves. */
    private static boolean followsScores(Trial trial) {
        return trial.train().rate().schedule() == LearningRate.Schedule.PLATEAU
                || trial.train().calibration().strategy() == CalibrationConfig.Strategy.GATED;
    }

    private static List<String> variants(List<Trial> trials) {
        return trials.stream().map(CompareConfig::variant).distinct().toList();
    }

    /** The variant that a trial of a comparison is of. */
    static String variant(Trial trial) {
        return trial.settings().getOrDefault(VARIANT, trial.group());
    }
}
