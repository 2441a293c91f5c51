package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of the job {@code sweep}.
 *
 * @param output directory of the sweep
 * @param parallel trials at one time
 * @param trials what is trained
 */
public record SweepConfig(String output, int parallel, List<Trial> trials) implements TrialRuns.Request {
    /** The name in a table of the only point of a sweep over seeds. */
    private static final String AS_SET = "as set";

    public SweepConfig {
        trials = List.copyOf(trials);
        Problems problems = new Problems();
        TrialSettings.check(parallel, problems);
        problems.throwIfAny();
    }

    static SweepConfig from(Settings settings) {
        return new SweepConfig(
                settings.text("output"), settings.group(TrialSettings::parallel), settings.group(SweepConfig::trials));
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
