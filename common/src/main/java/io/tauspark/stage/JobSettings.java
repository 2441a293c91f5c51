package io.tauspark.stage;

import io.tauspark.config.InvalidInput;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;

/** The {@code key=value} settings of a job that a stage calls. */
public final class JobSettings {
    private JobSettings() {}

    /**
     * Settings that a stage makes, and those that it was given.
     *
     * @param param that they were given by
     * @throws InvalidInput if one was given that the stage makes
     */
    public static String[] with(List<String> made, Param<?> param, String... given) {
        List<String> taken = made.stream().map(JobSettings::key).toList();
        for (String setting : given) {
            if (taken.contains(key(setting))) {
                throw new InvalidInput(
                        "%s has '%s', which the stage sets itself from its columns and parameters; leave it out"
                                .formatted(param.name(), setting));
            }
        }
        return Stream.concat(made.stream(), Stream.of(given)).toArray(String[]::new);
    }

    private static String key(String setting) {
        return setting.substring(0, Math.max(0, setting.indexOf('='))).strip();
    }
}
