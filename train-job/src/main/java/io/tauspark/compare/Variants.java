package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import io.tauspark.config.HoconFile;
import io.tauspark.config.InvalidInput;
import java.nio.file.Path;
import java.util.List;

/** Named settings of the job {@code train}, each a variant that a comparison can put to the test. */
public final class Variants {
    private final Config definitions;

    private Variants(Config definitions) {
        this.definitions = definitions;
    }

    /**
     * Those that come with TauSpark, {@code variants.conf}, and those of a file over them.
     *
     * @param file HOCON with one section per variant; empty for none
     */
    public static Variants with(String file) {
        ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
        Config packaged = ConfigFactory.parseResources(Variants.class, "variants.conf", strict);
        return new Variants(file.isEmpty() ? packaged : resolved(file, packaged));
    }

    public List<String> names() {
        return definitions.root().keySet().stream().sorted().toList();
    }

    /** @throws InvalidInput if there is none of that name */
    public Config settings(String name) {
        if (!(definitions.root().get(name) instanceof ConfigObject)) {
            throw new InvalidInput("variant '%s' is not defined; there are %s: name one of these or define it in a file"
                            .formatted(name, String.join(", ", names()))
                    + " that the setting definitions names");
        }
        return definitions.getConfig(ConfigUtil.joinPath(name));
    }

    private static Config resolved(String file, Config packaged) {
        try {
            return HoconFile.parse(Path.of(file), "definitions file", "definitions")
                    .withFallback(packaged)
                    .resolve();
        } catch (ConfigException unset) {
            throw new InvalidInput(
                    "definitions file '" + file + "' refers to a value that is not set: " + unset.getMessage(), unset);
        }
    }
}
