package io.tauspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.tauspark.config.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class JobCommandTest {
    private interface Work {
        void run(int seed) throws Exception;
    }

    @Command(name = "probe")
    private static final class Probe extends JobCommand<Integer> {
        private final Work work;

        Probe(Work work) {
            super(() -> ConfigFactory.parseString("seed = 42"), settings -> settings.integer("seed"));
            this.work = work;
        }

        @Override
        protected void perform(Integer seed) throws Exception {
            work.run(seed);
        }
    }

    @Command(name = "probe")
    private static final class TextProbe extends JobCommand<String> {
        @Option(names = "--text")
        private @Nullable String text;

        private final List<String> worked = new ArrayList<>();

        TextProbe() {
            super(() -> ConfigFactory.parseString("text = default"), settings -> settings.text("text"));
        }

        @Override
        protected List<String> shorthands() {
            return text == null ? List.of() : List.of("text=" + ConfigUtil.quoteString(text));
        }

        @Override
        protected void perform(String config) {
            worked.add(config);
        }
    }

    private final List<Integer> seeds = new ArrayList<>();
    private String errors = "";

    private int execute(Work work, String... args) {
        PrintStream before = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            return JobCommand.execute(new Probe(work), args);
        } finally {
            System.setErr(before);
            errors = caught.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void successIsZero(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.conf"), "seed = 7");
        assertThat(execute(seeds::add)).isZero();
        assertThat(execute(seeds::add, "--config", file.toString())).isZero();
        assertThat(execute(seeds::add, "--config", file.toString(), "--set", "seed=8", "--set", "seed=9"))
                .isZero();
        assertThat(seeds).containsExactly(42, 7, 9);
        assertThat(errors).isEmpty();
    }

    @Test
    void settingsThatCannotBeUsedAreTwoAndNothingRuns() {
        assertThat(execute(seeds::add, "--set", "seed=soon", "--set", "sead=1")).isEqualTo(2);
        assertThat(seeds).isEmpty();
        assertThat(errors.lines())
                .containsExactlyInAnyOrder(
                        "sead: is no setting; known here: seed (--set)",
                        "seed: value 'soon' is not a whole number in range (--set)");
    }

    @Test
    void usageThatCannotBeReadIsTwo() {
        assertThat(execute(seeds::add, "--sett", "seed=1")).isEqualTo(2);
        assertThat(errors).contains("Unknown options: '--sett'").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@args.txt",
                "--help",
                "-h",
                "--set",
                "--spark",
                "--",
                "-1",
                "",
                "a \"b\" 'c' $d ${e} \\n \\",
                "\"quoted\" at first",
                "\"",
                "[not a list",
                "two\nlines\t\r",
                " spaces ",
                "Größe 日本 🚀 e\u0301",
                "key=value"
            })
    void textOfAnOptionIsTakenAsItStands(String text) {
        TextProbe probe = new TextProbe();
        assertThat(JobCommand.execute(probe, new String[] {"--text", text})).isZero();
        assertThat(probe.worked).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@args.txt", "--help", "say \"no\"", "\"yes\" she said", "\"a\" and \"b\"", "\"", "a=b"})
    void textOfASettingIsTakenAsItStands(String text) {
        TextProbe probe = new TextProbe();
        assertThat(JobCommand.execute(probe, new String[] {"--set", "text=" + text}))
                .isZero();
        assertThat(probe.worked).containsExactly(text);
    }

    @Test
    void quotesAroundAWholeTextAreNoPartOfIt() {
        TextProbe probe = new TextProbe();
        String[] settings = {"--set", "text=\" two\\n\\\"lines\\\" \""};
        assertThat(JobCommand.execute(probe, settings)).isZero();
        assertThat(probe.worked).containsExactly(" two\n\"lines\" ");
    }

    @Test
    void bytesThatAreNoTextAreTwo() {
        assertThat(execute(seeds::add, "--set", "seed=\uFFFD")).isEqualTo(2);
        assertThat(errors).contains("argument 'seed=\uFFFD'");
    }

    @Test
    void inputThatCannotBeUsedIsTwoWithItsMessageAlone() {
        int exit = execute(seed -> {
            throw new IllegalStateException("stage failed", new InvalidInput("input 'x' does not exist"));
        });
        assertThat(exit).isEqualTo(2);
        assertThat(errors.lines()).containsExactly("input 'x' does not exist");
    }

    @Test
    void aFailureIsOneWithItsTrace() {
        int exit = execute(seed -> {
            throw new IOException("disk full");
        });
        assertThat(exit).isEqualTo(1);
        assertThat(errors).startsWith("java.io.IOException: disk full").contains("\tat ");
    }

    @Test
    void anErrorOfTheVirtualMachineIsOneToo() {
        int exit = execute(seed -> {
            throw new NoClassDefFoundError("probe");
        });
        assertThat(exit).isEqualTo(1);
        assertThat(errors).startsWith("java.lang.NoClassDefFoundError: probe");
    }

    /** As YARN's application master does, which tells of an exception what {@code printStackTrace} prints. */
    @ParameterizedTest
    @ValueSource(strings = {"refused", "failed", "misspelt"})
    void anApplicationMasterIsThrownTheMessage(String how) {
        Work work = seed -> {
            throw how.equals("refused")
                    ? new InvalidInput("input 'größe' is empty")
                    : new Shortfall("two of three were built");
        };
        String[] arguments = how.equals("misspelt") ? new String[] {"--sett=7"} : new String[0];
        String message =
                switch (how) {
                    case "refused" -> "input 'größe' is empty";
                    case "failed" -> "two of three were built";
                    default -> "Unknown option: '--sett=7'";
                };
        PrintStream before = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        StringWriter diagnostics = new StringWriter();
        try {
            assertThatThrownBy(() -> JobCommand.inApplicationMaster(new Probe(work), arguments))
                    .satisfies(thrown -> thrown.printStackTrace(new PrintWriter(diagnostics, true)));
        } finally {
            System.setErr(before);
        }
        assertThat(diagnostics.toString())
                .startsWith("io.tauspark.job.CommandFailed: " + message)
                .doesNotContain("\tat ");
        assertThat(caught.toString(StandardCharsets.UTF_8)).startsWith(message);
    }

    @Test
    void anApplicationMasterIsReturnedToAfterSuccess() {
        JobCommand.inApplicationMaster(new Probe(seeds::add), new String[] {"--set", "seed=7"});
        assertThat(seeds).containsExactly(7);
    }
}
