package io.tauspark.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.compare.CompareJob;
import io.tauspark.compare.SweepJob;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands that the documentation shows, as far as they can be read without the files that they name. */
class DocumentedCommandsTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

    private static final Map<String, Consumer<String[]>> COMMANDS = Map.ofEntries(
            Map.entry("shard", ShardJob::configure),
            Map.entry("tokenizer", TokenizerJob::configure),
            Map.entry("laplacian", LaplacianJob::configure),
            Map.entry("score", ScoreJob::configure),
            Map.entry("search", SearchJob::configure),
            Map.entry("releases", ReleasesJob::configure),
            Map.entry("train", TrainJob::configure),
            Map.entry("sweep", SweepJob::configure),
            Map.entry("compare", CompareJob::configure),
            Map.entry("generate", GenerateJob::configure),
            Map.entry("complete", CompleteJob::configure),
            Map.entry("perplexity", PerplexityJob::configure),
            Map.entry("evaluate", EvaluateJob::configure),
            Map.entry("read", ReadJob::configure),
            Map.entry("report", ReportJob::configure),
            Map.entry("quickstart", QuickstartJob::configure));

    /** Settings that a command may leave to a file or an option, or that name a file which is not there. */
    private static final List<String> ELSEWHERE = List.of(
            "data", "memory", "model", "input", "output", "run", "query", "tokenizer-file", "terms.tokenizer-file");

    static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> pages = Files.list(REPOSITORY.resolve("docs"))) {
            List<Path> all = Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md").map(REPOSITORY::resolve), pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            for (Path page : all) {
                String text = Files.readString(page).replaceAll("\\\\\n\\s*", "");
                text.lines()
                        .map(String::strip)
                        .filter(line -> line.matches("bin/tauspark [a-z]+ .*"))
                        .map(line -> line.replaceFirst("\\s+# .*", ""))
                        .forEach(commands::add);
            }
        }
        return commands;
    }

    @Test
    void pagesShowManyCommands() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void haveSettingsThatTheirJobsTake(String line) {
        List<String> words = words(line);
        String[] settings = Stream.iterate(2, i -> i < words.size() - 1, i -> i + 1)
                .takeWhile(i -> !words.get(i).equals("--spark"))
                .filter(i -> words.get(i).equals("--set"))
                .map(i -> words.get(i + 1))
                // Variants of a file that is not there have names that nobody else knows.
                .filter(setting ->
                        !line.contains(" definitions=") || !setting.matches("(definitions|variants|baseline)=.*"))
                .toArray(String[]::new);
        assertThat(problems(words.get(1), settings))
                .allSatisfy(
                        problem -> assertThat(ELSEWHERE).as(problem.toString()).contains(problem.key()));
    }

    private static List<Problem> problems(String command, String... settings) {
        try {
            Objects.requireNonNull(COMMANDS.get(command), command).accept(settings);
            return List.of();
        } catch (InvalidConfig invalid) {
            return invalid.problems();
        }
    }

    /** The words of a line, as a shell has them. */
    private static List<String> words(String line) {
        Matcher matcher = WORD.matcher(line);
        List<String> words = new ArrayList<>();
        while (matcher.find()) {
            words.add(matcher.group().replaceAll("['\"]", ""));
        }
        return words;
    }
}
