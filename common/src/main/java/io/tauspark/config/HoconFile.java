package io.tauspark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** A HOCON file that a user names. */
public final class HoconFile {
    private HoconFile() {}

    /**
     * Reads a file, whose substitutions stay open.
     *
     * @param what the file is, such as {@code configuration file}
     * @param setting that names it
     * @throws InvalidInput if it cannot be read or is no HOCON
     */
    public static Config parse(Path file, String what, String setting) {
        String name = what + " '" + file + "'";
        if (Files.isDirectory(file)) {
            throw new InvalidInput(name + " is a directory; give " + setting + " a file");
        }
        if (!Files.isReadable(file)) {
            throw new InvalidInput(name + " cannot be read; give " + setting + " an existing file");
        }
        try {
            return ConfigFactory.parseFile(file.toFile());
        } catch (ConfigException broken) {
            throw new InvalidInput(name + " is not valid HOCON: " + reason(broken), broken);
        }
    }

    /** The library's own message of what is wrong, cut short: of a file that includes itself it writes pages. */
    static String reason(ConfigException broken) {
        return Excerpt.of(String.valueOf(broken.getMessage()));
    }
}
