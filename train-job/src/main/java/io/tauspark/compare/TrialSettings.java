package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of {@code train} as trials share them: the section {@code train}, with the command's own {@code data},
 * {@code memory} and {@code output} in it.
 */
final class TrialSettings {
    /** Given beside the section, or chosen for each trial. */
    private static final List<String> ELSEWHERE = List.of("data", "memory", "output", "overwrite", "resume");

    private final Settings settings;
    private final Config fixed;
    private boolean refused;

    private TrialSettings(Settings settings, Config fixed) {
        this.settings = settings;
        this.fixed = fixed;
    }

    /** Reads the keys that a sweep and a comparison share; refuses those that do not belong into the section. */
    static TrialSettings of(Settings settings) {
        Config train = settings.open("train");
        Config defaults = TrainJob.defaults();
        Problems problems = new Problems();
        for (String key : ELSEWHERE) {
            if (train.hasPath(key)
                    && !(defaults.hasPath(key) && text(train, key).equals(text(defaults, key)))) {
                problems.add(new Problem(
                        "train." + key,
                        "cannot be set for all trials: give data, memory and output outside of train; every trial is"
                                + " resumed where it stopped",
                        train.getValue(key).origin().description()));
            }
        }
        String data = settings.text("data");
        String output = settings.text("output");
        problems.check(!data.isBlank(), "data", data, "is blank; name the output of shard")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .throwIfAny();
        Config fixed =
                ConfigFactory.parseMap(Map.of("data", data, "memory", settings.text("memory"), "output", output));
        return new TrialSettings(settings, fixed);
    }

    /** The keys that no trial may set. */
    static boolean isElsewhere(String key) {
        return ELSEWHERE.contains(key) && !key.equals("data") && !key.equals("memory");
    }

    /**
     * The training with these settings over the shared ones, or nothing if they are refused: the settings keep what is
     * wrong with it, so that all trials are checked before {@link #requireAll}.
     */
    Optional<TrainConfig> train(Config over) {
        try {
            return Optional.of(settings.section("train", over.withFallback(fixed), TrainConfig::from));
        } catch (InvalidConfig kept) {
            refused = true;
            return Optional.empty();
        }
    }

    /** @throws InvalidConfig if a training was refused; the settings have the reasons */
    void requireAll() {
        if (refused) {
            throw new InvalidConfig(List.of());
        }
    }

    /** Reads the number of trials at one time, so that a wrong one is reported along with wrong trials. */
    static int parallel(Settings settings) {
        int parallel = settings.integer("parallel");
        Problems problems = new Problems();
        check(parallel, problems);
        problems.throwIfAny();
        return parallel;
    }

    static void check(int parallel, Problems problems) {
        problems.check(parallel >= 1, "parallel", parallel, "must be at least 1");
    }

    private static String text(Config config, String key) {
        return config.getValue(key).unwrapped().toString();
    }
}
