package io.tauspark.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.tauspark.compare.CompareJob;
import io.tauspark.compare.SweepJob;
import io.tauspark.config.Settings;
import io.tauspark.generate.GenerateJob;
import io.tauspark.inference.CompleteJob;
import io.tauspark.inference.EvaluateJob;
import io.tauspark.inference.PerplexityJob;
import io.tauspark.inference.ReadJob;
import io.tauspark.laplacian.LaplacianJob;
import io.tauspark.releases.ReleasesJob;
import io.tauspark.report.ReportJob;
import io.tauspark.score.ScoreJob;
import io.tauspark.search.SearchJob;
import io.tauspark.shard.ShardJob;
import io.tauspark.tokenizer.TokenizerJob;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of all settings, which is made of the defaults and of the comments beside them. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    private static final String INTRODUCTION = """
            # Settings

            All settings of all commands, with their defaults. `--set NAME=VALUE` sets one, `--config FILE` reads a HOCON file of
            them, and `--set` wins; what neither sets has the default. `–` stands for none: such a setting must be set, or follows
            from another one, as its section says. A name with a star heads a section. Those that many change are in
            [getting-started.md](getting-started.md#settings-that-are-often-changed).

            This page is made of the files `reference.conf`, whose comments these texts are ([CONTRIBUTING](../CONTRIBUTING.md#add-a-setting)).
            """;

    /** Meanings by name, as the first command explains them. */
    private final Map<String, String> explained = new HashMap<>();

    @Test
    void thePageOfAllSettingsIsThatOfTheReferenceFiles() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("settings.page"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void everySettingIsExplained() {
        assertThat(page().lines())
                .filteredOn(line -> line.startsWith("| `") && line.endsWith("| |"))
                .isEmpty();
    }

    private static Map<String, Config> commands() {
        Map<String, Config> commands = new LinkedHashMap<>();
        commands.put("shard", ShardJob.defaults());
        commands.put("tokenizer", TokenizerJob.defaults());
        commands.put("laplacian", LaplacianJob.defaults());
        commands.put("score", ScoreJob.defaults());
        commands.put("search", SearchJob.defaults());
        commands.put("releases", ReleasesJob.defaults());
        commands.put("train", TrainJob.defaults());
        commands.put("presets of train", Settings.reference(TrainConfig.class, "presets"));
        commands.put("sweep", Settings.reference(SweepJob.class, "sweep"));
        commands.put("compare", Settings.reference(CompareJob.class, "compare"));
        commands.put("generate", GenerateJob.defaults());
        commands.put("complete", CompleteJob.defaults());
        commands.put("perplexity", PerplexityJob.defaults());
        commands.put("evaluate", EvaluateJob.defaults());
        commands.put("read", ReadJob.defaults());
        commands.put("report", ReportJob.defaults());
        commands.put(
                "quickstart",
                ConfigFactory.parseResources(QuickstartJob.class, "reference.conf")
                        .resolve());
        return commands;
    }

    private String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        commands().forEach((name, defaults) -> {
            page.append("\n## ").append(name).append("\n\n| setting | default | |\n|---|---|---|\n");
            rows("", defaults.root(), page);
        });
        return page.toString();
    }

    private void rows(String path, ConfigObject section, StringBuilder page) {
        section.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, ConfigValue> entry) -> isSection(entry.getValue()))
                        .thenComparing(
                                entry -> !path.isEmpty() || entry.getValue().valueType() != ConfigValueType.NULL)
                        .thenComparing(entry -> entry.getValue().origin().lineNumber())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    String name = path + entry.getKey();
                    ConfigValue value = entry.getValue();
                    String meaning = meaning(name, value);
                    if (isSection(value)) {
                        if (!meaning.isEmpty()) {
                            page.append("| **`%s.*`** | | %s |%n".formatted(name, meaning));
                        }
                        rows(name + ".", (ConfigObject) value, page);
                    } else {
                        page.append("| `%s` | %s | %s|%n"
                                .formatted(name, rendered(value), meaning.isEmpty() ? "" : meaning + " "));
                    }
                });
    }

    private static boolean isSection(ConfigValue value) {
        return value instanceof ConfigObject section && !section.isEmpty();
    }

    private String meaning(String name, ConfigValue value) {
        String own = value.origin().comments().stream()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replace("<", "&lt;")
                .replace("|", "\\|");
        if (own.isEmpty()) {
            return before(name);
        }
        explained.putIfAbsent(name, own);
        return own;
    }

    /** What an earlier command says of a setting of this name, or of one within the section that it begins with. */
    private String before(String name) {
        String within = name.substring(name.indexOf('.') + 1);
        return Stream.of(name, within, "model." + within)
                .map(explained::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static String rendered(ConfigValue value) {
        return value.valueType() == ConfigValueType.NULL
                ? "–"
                : "`" + value.render(ConfigRenderOptions.concise()).replace("|", "\\|") + "`";
    }
}
