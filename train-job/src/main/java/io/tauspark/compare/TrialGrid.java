package io.tauspark.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.tauspark.config.Problem;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The points of a sweep: every combination of the values of {@code grid}, and every entry of {@code list}.
 *
 * @param points settings by their dotted names
 */
record TrialGrid(List<Map<String, ConfigValue>> points) {
    /** More than anybody trains, and few enough that all of them are checked before the first. */
    private static final int MOST_POINTS = 10_000;

    TrialGrid {
        points = List.copyOf(points);
    }

    /** Reads the keys {@code grid} and {@code list}; without either there is one point, the shared settings. */
    static TrialGrid from(Settings settings) {
        Map<String, List<ConfigValue>> axes = axes(settings, "a sweep");
        List<Map<String, ConfigValue>> points = new ArrayList<>();
        List<Map<String, ConfigValue>> listed = settings.sections("list").stream()
                .map(entry -> flat("", entry.root()))
                .toList();
        if (!axes.isEmpty() || listed.isEmpty()) {
            points.addAll(combinations(axes));
        }
        points.addAll(listed);
        requireOwn(points, "");
        return new TrialGrid(points);
    }

    /** Reads the key {@code grid} of what a comparison tries for each variant; without it there is one point. */
    static TrialGrid tried(Settings settings) {
        List<Map<String, ConfigValue>> points = combinations(axes(settings, "a comparison"));
        requireOwn(points, "grid.");
        return new TrialGrid(points);
    }

    /** @param whose trials they are, for the message that there are too many */
    private static Map<String, List<ConfigValue>> axes(Settings settings, String whose) {
        Problems problems = new Problems();
        Map<String, List<ConfigValue>> axes = new LinkedHashMap<>();
        flat("", settings.open("grid").root()).forEach((key, value) -> {
            List<ConfigValue> values = values(value);
            problems.check(!values.isEmpty(), "grid." + key, List.of(), "needs at least one value");
            axes.put(key, values);
        });
        double combined = axes.values().stream().mapToDouble(List::size).reduce(1, (all, some) -> all * some);
        problems.check(
                        combined <= MOST_POINTS,
                        "grid",
                        String.join(", ", axes.keySet()),
                        String.format(
                                Locale.ROOT,
                                "makes %.0f trials, and %s may have %d: take values out",
                                combined,
                                whose,
                                MOST_POINTS))
                .throwIfAny();
        return axes;
    }

    /**
     * Refuses settings that a command chooses itself.
     *
     * @param section of their names in messages
     */
    private static void requireOwn(List<Map<String, ConfigValue>> points, String section) {
        Problems problems = new Problems();
        points.stream().flatMap(point -> point.entrySet().stream()).forEach(setting -> {
            String key = setting.getKey();
            if (key.equals("seed") || TrialSettings.isElsewhere(key)) {
                String instead = key.equals("seed") ? "give seeds instead" : "it is chosen for every trial";
                problems.add(new Problem(
                        section + key,
                        "cannot be swept: " + instead,
                        setting.getValue().origin().description()));
            }
        });
        problems.throwIfAny();
    }

    /** A point as settings over others. */
    static Config settings(Map<String, ConfigValue> point) {
        Config settings = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> setting : point.entrySet()) {
            settings = settings.withValue(setting.getKey(), setting.getValue());
        }
        return settings;
    }

    /** A point as a table shows it. */
    static Map<String, String> texts(Map<String, ConfigValue> point) {
        Map<String, String> texts = new LinkedHashMap<>();
        point.forEach((key, value) -> texts.put(
                key,
                value.valueType() == ConfigValueType.STRING
                        ? value.unwrapped().toString()
                        : value.render(ConfigRenderOptions.concise()).replace("\"", "")));
        return texts;
    }

    /** The texts of a point as one, which names it. */
    static String name(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The values of all settings, whether their names were written as paths or as nested sections. */
    private static Map<String, ConfigValue> flat(String path, ConfigObject section) {
        Map<String, ConfigValue> found = new TreeMap<>();
        section.forEach((key, value) -> {
            if (value instanceof ConfigObject inner) {
                found.putAll(flat(path + key + ".", inner));
            } else {
                found.put(path + key, value);
            }
        });
        return found;
    }

    /** A list; a plain text is taken as a comma-separated list, anything else as a list of one. */
    private static List<ConfigValue> values(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list;
        }
        if (value.valueType() == ConfigValueType.STRING) {
            String origin = value.origin().description();
            return Arrays.stream(value.unwrapped().toString().split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .map(item -> ConfigValueFactory.fromAnyRef(item, origin))
                    .toList();
        }
        return List.of(value);
    }

    /** The last setting changes fastest. */
    private static List<Map<String, ConfigValue>> combinations(Map<String, List<ConfigValue>> axes) {
        List<Map<String, ConfigValue>> points = List.of(Map.of());
        for (Map.Entry<String, List<ConfigValue>> axis : axes.entrySet()) {
            List<Map<String, ConfigValue>> longer = new ArrayList<>();
            for (Map<String, ConfigValue> point : points) {
                for (ConfigValue value : axis.getValue()) {
                    Map<String, ConfigValue> next = new LinkedHashMap<>(point);
                    next.put(axis.getKey(), value);
                    longer.add(next);
                }
            }
            points = longer;
        }
        return points;
    }
}
