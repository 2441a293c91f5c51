package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.tauspark.compare.halving.Halving;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of the job {@code sweep}.
 *
 * @param output directory of the sweep
 * @param parallel trials at one time
 * @param halving how trials are stopped early; nothing where all are trained to the end
 * @param trials what is trained
 */
public record SweepConfig(String output, int parallel, Optional<Halving> halving, List<Trial> trials)
        implements TrialRuns.Request {
    /** The name in a table of the only point of a sweep over seeds. */
    private static final String AS_SET = "as set";

    public SweepConfig {
        List<Trial> all = List.copyOf(trials);
        trials = all;
        Problems problems = new Problems();
        TrialSettings.check(parallel, problems);
        halving.ifPresent(rule -> check(rule, all, problems));
        problems.throwIfAny();
    }

    /** Trials that are compared at a rung must have learnt from as much by then, and all of them must come to it. */
    private static void check(Halving halving, List<Trial> trials, Problems problems) {
        List<TrainConfig> trains = trials.stream().map(Trial::train).toList();
        Optional<TrainConfig> misfit =
                trains.stream().filter(train -> !halving.fits(train)).findFirst();
        problems.check(
                        misfit.isEmpty(),
                        "halving.rungs",
                        halving.rungs(),
                        misfit.map(train -> String.format(
                                        Locale.ROOT,
                                        "makes rungs at the scorings of steps %s of %d, where each must be another one before"
                                                + " the last step: lower it or train.validation.every = %d",
                                        halving.rungs(train).stream()
                                                .map(rung -> String.valueOf(rung.step()))
                                                .collect(Collectors.joining(", ")),
                                        train.steps(),
                                        train.validation().every()))
                                .orElse(""))
                .check(
                        trials.stream()
                                        .map(trial -> List.of(
                                                trial.exposure(), trial.vocabulary(), halving.rungs(trial.train())))
                                        .distinct()
                                        .count()
                                <= 1,
                        "halving.rungs",
                        halving.rungs(),
                        "needs trials that agree in data, steps, batch, model.context, model.vocabulary, tokenizer and validation,"
                                + " to be compared after as many tokens")
                .check(
                        trains.stream().allMatch(train -> train.stop().patience() == 0),
                        "train.stop.patience",
                        trains.stream()
                                .mapToInt(train -> train.stop().patience())
                                .max()
                                .orElse(0),
                        "must be 0 with halving.rungs, which stop trials at the same steps");
    }

    static SweepConfig from(Settings settings) {
        return new SweepConfig(
                settings.text("output"),
                settings.group(TrialSettings::parallel),
                Optional.of(settings.section("halving", RecordBinder.of(Halving.class)))
                        .filter(halving -> halving.rungs() > 0),
                settings.group(SweepConfig::trials));
    }

    /** Every point with the first seed, then with the next: a sweep that is stopped has seen all points. */
    private static List<Trial> trials(Settings settings) {
        TrialSettings shared = TrialSettings.of(settings);
        TrialGrid grid = TrialGrid.from(settings);
        List<String> seeds = settings.texts("seeds");
        List<Trial> trials = new ArrayList<>();
        for (String seed : seeds.isEmpty() ? List.of("") : seeds) {
            for (Map<String, ConfigValue> point : grid.points()) {
                Config over = TrialGrid.settings(point);
                if (!seed.isEmpty()) {
                    over = over.withValue("seed", ConfigValueFactory.fromAnyRef(seed, "seeds"));
                }
                shared.train(over)
                        .ifPresent(train -> trials.add(new Trial(group(point), TrialGrid.texts(point), train)));
            }
        }
        shared.requireAll();
        return trials;
    }

    private static String group(Map<String, ConfigValue> point) {
        return point.isEmpty() ? AS_SET : TrialGrid.name(TrialGrid.texts(point));
    }
}
