package io.tauspark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one command: the defaults of its {@code reference.conf}, under a user's file, under {@code --set}.
 *
 * <p>Configuration records read themselves from it and keep their own rules; this class finds unknown keys and values
 * of the wrong type, and gathers everything that any record refuses, so that all of it is reported at once. A
 * reference value of {@code null} marks a setting without a default.
 */
public final class Settings {
    /** What an entry of a list is called while it is read on its own. */
    private static final String ITEM = "item";

    private static final String WHOLE = "is not a whole number in range";
    /** Up to here a double is an exact whole number. */
    private static final double LARGEST_EXACT = 1L << 53;
    /** Not blank, so that records do not complain a second time of what was never set. */
    private static final String UNSET = "unset";

    private final Config values;
    private final Config reference;
    private final String path;
    private final Problems problems;

    private Settings(Config values, Config reference, String path, Problems problems) {
        this.values = values;
        this.reference = reference;
        this.path = path;
        this.problems = problems;
    }

    /**
     * Reads a command's configuration.
     *
     * @param reference the command's defaults; substitutions such as {@code ${output}} see the user's values
     * @param file a HOCON file over the defaults, or null
     * @param overrides {@code key=value} lines over the file, as given to {@code --set}
     * @param reader makes the record; its own rules count too
     * @throws InvalidConfig with every unknown key, wrong type and broken rule
     * @throws InvalidInput if this is not the Spark or the Scala that the jobs are built for
     */
    public static <T> T read(
            Config reference, @Nullable Path file, List<String> overrides, Function<Settings, T> reader) {
        // Whoever runs a job, in whatever way, has read its configuration before.
        SparkVersion.require();
        SystemBlas.avoid();
        Problems problems = new Problems();
        Config defaults = reference.resolve();
        Config given = file == null ? ConfigFactory.empty() : HoconFile.parse(file, "configuration file", "--config");
        Config user = overrides(overrides, problems).withFallback(given);
        for (String misplaced : misplacedKeys("", user.root(), defaults.root(), problems)) {
            user = user.withoutPath(misplaced);
        }
        return new Settings(resolved(user.withFallback(reference)), defaults, "", problems).whole(reader);
    }

    private <T> T whole(Function<Settings, T> reader) {
        @Nullable T record = null;
        try {
            record = reader.apply(this);
        } catch (InvalidConfig invalid) {
            adopt(invalid);
        }
        problems.throwIfAny();
        if (record == null) {
            throw new IllegalStateException("a configuration without problems gave no record");
        }
        return record;
    }

    /** The defaults of one command: a section of a {@code reference.conf} on the class path. */
    public static Config reference(Class<?> owner, String section) {
        ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
        return ConfigFactory.parseResources(owner, "reference.conf", strict)
                .resolve()
                .getConfig(section);
    }

    /**
     * Reads a section into its own record. When the section is refused, its problems are kept and the record of the
     * defaults takes its place, so that the rest of the configuration is still checked.
     */
    public <T> T section(String key, Function<Settings, T> reader) {
        return new Settings(values.getConfig(key), reference.getConfig(key), path + key + ".", problems).group(reader);
    }

    /**
     * The same with further values over the section's own, such as those of one variant of an experiment. Unknown keys
     * among them are reported.
     */
    public <T> T section(String key, Config over, Function<Settings, T> reader) {
        Config section = reference.getConfig(key);
        Config known = over;
        for (String misplaced : misplacedKeys(path + key + ".", over.root(), section.root(), problems)) {
            known = known.withoutPath(misplaced.substring((path + key + ".").length()));
        }
        Config merged = known.withFallback(values.getConfig(key));
        return new Settings(merged, section, path + key + ".", problems).group(reader);
    }

    /** The same with other values, and other defaults too, for something that they name and that is not there yet. */
    public Settings standingIn(Config over) {
        return new Settings(over.withFallback(values), over.withFallback(reference), path, problems);
    }

    /**
     * Reads all of it once more, as when a file that it names was made since.
     *
     * @throws InvalidConfig with what is refused now
     */
    public <T> T again(Function<Settings, T> reader) {
        return new Settings(values, reference, path, new Problems()).whole(reader);
    }

    /** A section whose keys its record knows, not the defaults, where it is empty. */
    public Config open(String key) {
        return values.getConfig(key);
    }

    /** A list of sections whose keys the record knows. */
    public List<Config> sections(String key) {
        return value(key, config -> List.copyOf(config.getConfigList(key)), List.of(), "is not a list of sections");
    }

    /** Reads keys of this level, which several commands share, into their own record, as if they were a section. */
    public <T> T group(Function<Settings, T> reader) {
        try {
            return reader.apply(this);
        } catch (InvalidConfig invalid) {
            adopt(invalid);
            return ofDefaults(reader);
        }
    }

    /** Defaults without a value for some key may make no record; what is wrong has been kept, so no more is said. */
    private <T> T ofDefaults(Function<Settings, T> reader) {
        try {
            return reader.apply(new Settings(reference, reference, path, new Problems()));
        } catch (InvalidConfig incomplete) {
            throw new InvalidConfig(List.of());
        }
    }

    /** A text. Without any value, as for every type, the problem is kept and the result is a placeholder. */
    public String text(String key) {
        return value(key, config -> config.getString(key), UNSET, "is not a text");
    }

    public int integer(String key) {
        return value(key, config -> Math.toIntExact(whole(config, key)), 0, WHOLE);
    }

    public long longInteger(String key) {
        return value(key, config -> whole(config, key), 0L, WHOLE);
    }

    /** A finite number. */
    public double number(String key) {
        return value(key, config -> finite(config, key), 0.0, "is not a number");
    }

    /** A size in bytes, with a unit such as {@code 64KiB} or {@code 16MiB}, or bare. */
    public long bytes(String key) {
        return value(key, config -> config.getBytes(key), 0L, "is not a size such as 64KiB or 16MiB");
    }

    /** A duration with its unit, such as {@code 90s} or {@code 2m}. */
    public Duration duration(String key) {
        return value(key, config -> config.getDuration(key), Duration.ZERO, "is not a duration such as 90s or 2m");
    }

    public boolean flag(String key) {
        return value(key, config -> config.getBoolean(key), false, "is neither true nor false");
    }

    /** A list of texts; a plain text is taken as a comma-separated list. */
    public List<String> texts(String key) {
        return value(key, config -> list(config, key), List.of(), "is not a list");
    }

    /** A list of texts for people; a plain text is a list of one, commas and all. */
    public List<String> sentences(String key) {
        return value(
                key, config -> items(config, key, item -> item.getString(ITEM)), List.of(), "is not a list of texts");
    }

    /** A list of lists of texts; a text is one list of one, and in a list of texts each is a list of one. */
    public List<List<String>> lists(String key) {
        return value(key, config -> nested(config, key), List.of(), "is not a list of lists");
    }

    /** A list of integers; a single one is a list of one. */
    public List<Integer> integers(String key) {
        return value(
                key,
                config -> items(config, key, item -> Math.toIntExact(whole(item, ITEM))),
                List.of(),
                "is not a list of integers");
    }

    /** A list of numbers; a single one is a list of one. */
    public List<Double> numbers(String key) {
        return value(
                key, config -> items(config, key, item -> finite(item, ITEM)), List.of(), "is not a list of numbers");
    }

    /** A list of true and false; a single one is a list of one. */
    public List<Boolean> flags(String key) {
        return value(
                key,
                config -> items(config, key, item -> item.getBoolean(ITEM)),
                List.of(),
                "is not a list of true and false");
    }

    /** A number, or null for the word that stands for having none. */
    public @Nullable Double wordOrNumber(String key, String word) {
        String given = text(key);
        if (given.equals(word)) {
            return null;
        }
        try {
            return finite(values, key);
        } catch (ConfigException.WrongType | ConfigException.BadValue wrong) {
            String rule = "value '" + Excerpt.of(given) + "' is neither a number nor " + word;
            problems.add(new Problem(path + key, rule, origin(key)));
            return null;
        }
    }

    /** One of some names. */
    public String choice(String key, List<String> names) {
        String given = text(key);
        if (names.contains(given)) {
            return given;
        }
        refuse(key, given, names);
        return reference.hasPath(key) ? reference.getString(key) : names.get(0);
    }

    /** One constant of an enum, in lower case with dashes. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        String name = choice(key, spellings(type));
        return constant(name, type);
    }

    /** Constants of an enum in a list of lists, as {@link #lists} reads it. */
    public <E extends Enum<E>> List<List<E>> choices(String key, Class<E> type) {
        List<String> names = spellings(type);
        List<List<String>> given = lists(key);
        List<String> unknown = given.stream()
                .flatMap(List::stream)
                .filter(name -> !names.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            refuse(key, String.join(", ", unknown), names);
            return List.of(List.of(type.getEnumConstants()[0]));
        }
        return given.stream()
                .map(list -> list.stream().map(name -> constant(name, type)).toList())
                .toList();
    }

    /** Constants of an enum in a list; a single one is a list of one. */
    public <E extends Enum<E>> List<E> constants(String key, Class<E> type) {
        return choices(key, type).stream().flatMap(List::stream).toList();
    }

    /** These settings, with values for what neither the user nor the defaults set. */
    public Settings filled(Config fallback) {
        return new Settings(filled(values, fallback), filled(reference, fallback), path, problems);
    }

    /** The spelling of an enum constant in a configuration. */
    public static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The enum constant that is spelled so. */
    public static <E extends Enum<E>> E constant(String spelled, Class<E> type) {
        return Enum.valueOf(type, spelled.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <E extends Enum<E>> List<String> spellings(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Settings::spelling).toList();
    }

    private void refuse(String key, String given, List<String> names) {
        String allowed = String.join(", ", names);
        problems.add(new Problem(path + key, "value '" + Excerpt.of(given) + "' is none of " + allowed, origin(key)));
    }

    /** A value of null counts as unset, but hides what lies under it when configurations are merged. */
    private static Config filled(Config config, Config fallback) {
        Config filled = config;
        for (Map.Entry<String, ConfigValue> entry : fallback.entrySet()) {
            if (!filled.hasPath(entry.getKey())) {
                filled = filled.withValue(entry.getKey(), entry.getValue());
            }
        }
        return filled;
    }

    private <V> V value(String key, Function<Config, V> read, V placeholder, String complaint) {
        try {
            return read.apply(values);
        } catch (ConfigException.WrongType | ConfigException.BadValue | ArithmeticException wrong) {
            String found = Excerpt.of(values.getValue(key).unwrapped().toString());
            problems.add(new Problem(path + key, "value '" + found + "' " + complaint, origin(key)));
        } catch (ConfigException.Missing missing) {
            boolean unset = reference.hasPath(key);
            String message = unset ? "is null but needs a value" : "has no value and no default; set it";
            problems.add(new Problem(path + key, message, ""));
        }
        return reference.hasPath(key) ? read.apply(reference) : placeholder;
    }

    /** The library itself would cut 1.5 to 1. */
    private static long whole(Config config, String key) {
        Number given = config.getNumber(key);
        if (given instanceof Double fraction && (fraction % 1 != 0 || Math.abs(fraction) > LARGEST_EXACT)) {
            throw new ConfigException.BadValue(key, WHOLE);
        }
        return given.longValue();
    }

    private static double finite(Config config, String key) {
        double given = config.getDouble(key);
        if (!Double.isFinite(given)) {
            throw new ConfigException.BadValue(key, "not finite");
        }
        return given;
    }

    private String origin(String key) {
        return values.hasPath(key) ? values.getValue(key).origin().description() : "";
    }

    private void adopt(InvalidConfig invalid) {
        for (Problem problem : invalid.problems()) {
            String key = problem.key();
            boolean bare = problem.origin().isEmpty();
            problems.add(new Problem(path + key, problem.message(), bare ? origin(key) : problem.origin()));
        }
    }

    private static List<String> list(Config config, String key) {
        if (config.getValue(key).valueType() == ConfigValueType.STRING) {
            return Arrays.stream(config.getString(key).split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }
        return config.getStringList(key);
    }

    private static <V> List<V> items(Config config, String key, Function<Config, V> read) {
        ConfigValue given = config.getValue(key);
        if (given.valueType() != ConfigValueType.LIST) {
            return List.of(read.apply(given.atKey(ITEM)));
        }
        return config.getList(key).stream()
                .map(item -> read.apply(item.atKey(ITEM)))
                .toList();
    }

    private static List<List<String>> nested(Config config, String key) {
        if (config.getValue(key).valueType() != ConfigValueType.LIST) {
            return list(config, key).stream().map(List::of).toList();
        }
        List<List<String>> lists = new ArrayList<>();
        for (ConfigValue value : config.getList(key)) {
            Config item = value.atKey(ITEM);
            lists.add(
                    value.valueType() == ConfigValueType.LIST
                            ? item.getStringList(ITEM)
                            : List.of(item.getString(ITEM)));
        }
        return lists;
    }

    private static Config resolved(Config merged) {
        try {
            return merged.resolve();
        } catch (ConfigException.UnresolvedSubstitution unknown) {
            throw new InvalidInput(
                    "configuration refers to a value that is not set: " + HoconFile.reason(unknown), unknown);
        } catch (ConfigException mixed) {
            throw new InvalidInput(
                    "configuration joins values that do not go together: " + HoconFile.reason(mixed), mixed);
        }
    }

    private static Config overrides(List<String> lines, Problems problems) {
        Config all = ConfigFactory.empty();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals <= 0) {
                problems.add(new Problem("--set " + Excerpt.of(line), "is not of the form key=value", ""));
                continue;
            }
            String key = line.substring(0, equals).strip();
            try {
                all = all.withValue(
                        key, overrideValue(line.substring(equals + 1).strip()));
            } catch (ConfigException broken) {
                problems.add(
                        new Problem("--set " + Excerpt.of(line), "cannot be read: " + HoconFile.reason(broken), ""));
            }
        }
        return all;
    }

    /**
     * Lists and quoted texts are HOCON; anything else is taken as it stands, so that URIs need no quotes, and a text
     * that only begins with a quoted word keeps its quotes.
     */
    private static ConfigValue overrideValue(String raw) {
        if (raw.startsWith("[") || isQuoted(raw)) {
            ConfigParseOptions named = ConfigParseOptions.defaults().setOriginDescription("--set");
            Config parsed = ConfigFactory.parseString("value = " + raw, named);
            if (!parsed.isResolved()) {
                throw new ConfigException.BadValue("value", "a substitution has its place in a file, see --config");
            }
            return parsed.getValue("value");
        }
        return ConfigValueFactory.fromAnyRef(raw, "--set");
    }

    /** Whether one pair of quotes, or of triple quotes, holds the whole text. */
    private static boolean isQuoted(String raw) {
        String triple = "\"\"\"";
        if (raw.startsWith(triple)) {
            return raw.length() >= 2 * triple.length() && raw.endsWith(triple);
        }
        if (raw.isEmpty() || raw.charAt(0) != '"') {
            return false;
        }
        int end = 1;
        while (end < raw.length() && raw.charAt(end) != '"') {
            end += raw.charAt(end) == '\\' ? 2 : 1;
        }
        return end == raw.length() - 1;
    }

    /** Reports unknown keys too; returns those that are a section where a value belongs, or the other way round. */
    private static List<String> misplacedKeys(
            String path, ConfigObject user, ConfigObject reference, Problems problems) {
        List<String> misplaced = new ArrayList<>();
        for (Map.Entry<String, ConfigValue> entry : user.entrySet()) {
            String key = path + entry.getKey();
            ConfigValue known = reference.get(entry.getKey());
            boolean userSection = entry.getValue() instanceof ConfigObject;
            String origin = entry.getValue().origin().description();
            if (known == null) {
                problems.add(new Problem(key, "is no setting; known here: " + names(reference), origin));
            } else if (userSection != known instanceof ConfigObject) {
                String rule = userSection ? "is a single value, not a section" : "is a section, not a single value";
                problems.add(new Problem(key, rule, origin));
                misplaced.add(key);
            } else if (entry.getValue() instanceof ConfigObject inner
                    && known instanceof ConfigObject section
                    && !section.isEmpty()) {
                misplaced.addAll(misplacedKeys(key + ".", inner, section, problems));
            }
        }
        return misplaced;
    }

    private static String names(ConfigObject section) {
        List<String> names = new ArrayList<>(section.keySet());
        names.sort(null);
        return String.join(", ", names);
    }
}
