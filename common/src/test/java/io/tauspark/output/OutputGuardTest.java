package io.tauspark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A directory {@code out} that {@code mill} has made, beside a corpus that it reads. */
class OutputGuardTest {
    private static final OutputKind FLOUR = new OutputKind(
            "mill",
            "provenance.json",
            Layout.of("provenance\\.json", "sacks/sack-[0-9]+\\.gz", "part-(?<write>[a-z]+)\\.parquet"));

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void makeAnEarlierOutput() throws IOException {
        write("out/provenance.json", "{\"job\": \"mill\"}");
        write("out/sacks/sack-1.gz", "flour");
        write("out/part-a.parquet", "grain");
        write("corpus/a.jsonl", "text");
    }

    /** What has been done to the directory. */
    @FunctionalInterface
    interface Change {
        void in(Path directory) throws IOException;
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                refused(
                        "somebody's file in it",
                        at -> Files.writeString(at.resolve("out/notes.txt"), "n"),
                        "'notes.txt'"),
                refused(
                        "a file of the desktop",
                        at -> Files.writeString(at.resolve("out/.DS_Store"), "n"),
                        "'.DS_Store'"),
                refused("a file among its own", at -> Files.writeString(at.resolve("out/sacks/x"), "n"), "'sacks/x'"),
                refused(
                        "a name that is nearly its own",
                        at -> Files.writeString(at.resolve("out/sack-1.gz"), "n"),
                        "sack-1.gz"),
                refused("a directory", at -> Files.createDirectory(at.resolve("out/mine")), "'mine/'"),
                refused("a hidden directory", at -> Files.createDirectory(at.resolve("out/.git")), "'.git/'"),
                refused(
                        "a directory in a file's place",
                        at -> Files.createDirectory(at.resolve("out/sacks/sack-2.gz")),
                        "sack-2.gz/"),
                refused(
                        "a link in a file's place",
                        at -> Files.createSymbolicLink(at.resolve("out/sacks/sack-2.gz"), at.resolve("corpus/a.jsonl")),
                        "sack-2.gz"),
                refused(
                        "a link in a directory's place",
                        at -> {
                            Files.move(at.resolve("out/sacks"), at.resolve("elsewhere"));
                            Files.createSymbolicLink(at.resolve("out/sacks"), at.resolve("elsewhere"));
                        },
                        "'sacks'"),
                refused(
                        "files of another write",
                        at -> Files.writeString(at.resolve("out/part-b.parquet"), "n"),
                        "'part-b.parquet'"),
                refused(
                        "many files",
                        at -> {
                            for (String name : List.of("a", "b", "c", "d", "e")) {
                                Files.writeString(at.resolve("out").resolve(name), "n");
                            }
                        },
                        "holds 'a', 'b', 'c', '…', which 'mill' did not write"),
                refused(
                        "no marker",
                        at -> Files.delete(at.resolve("out/provenance.json")),
                        "no earlier output of 'mill': it has no provenance.json"),
                refused(
                        "a marker of another command",
                        at -> Files.writeString(at.resolve("out/provenance.json"), "{\"job\": \"bakery\"}"),
                        "is an output of 'bakery', not of 'mill'"),
                refused(
                        "a marker of another kind",
                        at -> Files.writeString(at.resolve("out/provenance.json"), "{\"job\": 7}"),
                        "no earlier output of 'mill'"),
                refused(
                        "a damaged marker",
                        at -> Files.writeString(at.resolve("out/provenance.json"), "{\"job\": \"mi"),
                        "no earlier output of 'mill'"),
                refused(
                        "a marker that is a directory",
                        at -> {
                            Files.delete(at.resolve("out/provenance.json"));
                            Files.createDirectory(at.resolve("out/provenance.json"));
                        },
                        "no earlier output of 'mill'"));
    }

    private static Arguments refused(String what, Change change, String words) {
        return Arguments.of(what, change, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreign")
    void isNotReplacedIfItHasWhatTheCommandDidNotWrite(String what, Change change, String words) throws IOException {
        guard("out", true, "corpus").check();
        change.in(directory);
        Map<String, String> before = Tree.of(directory);
        for (boolean overwrite : List.of(true, false)) {
            assertThatThrownBy(() -> guard("out", overwrite, "corpus").check())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("output '")
                    .hasMessageContaining(words)
                    .hasMessageContaining("give another output")
                    .hasMessageNotContaining("overwrite=true");
        }
        assertThat(Tree.of(directory)).isEqualTo(before);
    }

    @Test
    void isReplacedIfThatIsAskedFor() throws IOException {
        assertThatThrownBy(() -> guard("out", false, "corpus").check())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("exists; give another output or set overwrite=true");
        write("out/.part-a.parquet.crc", "sum");
        write("out/sacks/.sack-1.gz.next-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "half");
        guard("out", true, "corpus").check();
        guard("new", false, "corpus").check();
    }

    @Test
    void isNotReplacedIfAnInputLiesInItWhateverItIsCalled() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("out/sacks"));
        Files.createSymbolicLink(directory.resolve("file-link"), directory.resolve("out/sacks/sack-1.gz"));
        Files.createDirectory(directory.resolve("linked"));
        Files.createSymbolicLink(directory.resolve("linked/deep"), directory.resolve("corpus/deep"));
        Files.createDirectory(directory.resolve("corpus/deep"));
        Files.createSymbolicLink(directory.resolve("corpus/deep/b.gz"), directory.resolve("out/sacks/sack-1.gz"));
        for (String input : List.of(
                "out",
                "out/",
                "out/sacks",
                "out/sacks/sack-1.gz",
                "out/sacks/*.gz",
                "o?t",
                "*/sacks",
                "corpus/../out/sacks",
                "link",
                "link/sack-1.gz",
                "file-link",
                "li*k",
                "linked",
                "corpus")) {
            for (String path : List.of(
                    directory.resolve(input).toString(),
                    "file:" + directory + "/" + input,
                    "file://" + directory + "/" + input)) {
                assertThatThrownBy(() -> OutputGuard.of(
                                        FLOUR,
                                        directory.resolve("out").toString(),
                                        true,
                                        List.of(new InputPath("data", path)),
                                        hadoop)
                                .check())
                        .as(path)
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageContaining("data '" + path + "' lies in '")
                        .hasMessageContaining("give another output");
            }
        }
    }

    @Test
    void neverLiesInAnInputWhateverItIsCalled() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("corpus"));
        for (String output :
                List.of("corpus/out", "corpus/deep/er/out", "link/out", "out/../corpus/out", "corpus//out/")) {
            for (String input : List.of("corpus", "link", "corpus/", "c*s", "corpus/../corpus")) {
                assertThatThrownBy(() -> guard(output, true, input).check())
                        .as("%s in %s", output, input)
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageContaining("lies in input '");
            }
        }
        assertThatThrownBy(() -> guard("corpus", true, "corpus").check()).hasMessageContaining("no earlier output");
        write("corpus/out/provenance.json", "{\"job\": \"mill\"}");
        assertThatThrownBy(() -> guard("corpus/out", true, "corpus").check())
                .hasMessageContaining("lies in input '")
                .hasMessageContaining("give an output outside of it");
        guard("corpus-2", true, "corpus").check();
        guard("corpus/out", true, "corpus/*.jsonl").check();
    }

    @Test
    void thatIsALinkIsWhereItLeads() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("out"));
        OutputGuard guard = guard("link", true, "corpus");
        guard.check();
        assertThat(guard.output().getName()).isEqualTo("out");
        assertThatThrownBy(() -> guard("link", true, "out/sacks").check()).hasMessageContaining("lies in '");
        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere"));
        assertThatThrownBy(() -> guard("dangling", true, "corpus"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is a link to '" + directory.resolve("nowhere") + "', which is not there");
    }

    @Test
    void cannotBeAFileNorBelowOneNorARoot() throws IOException {
        assertThatThrownBy(() -> guard("corpus/a.jsonl", true, "out").check())
                .hasMessageContaining("exists and is a file");
        assertThatThrownBy(() -> guard("corpus/a.jsonl/deep/out", true, "out").check())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("cannot be made: ")
                .hasMessageContaining("a.jsonl' is a file");
        assertThatThrownBy(() ->
                        OutputGuard.of(FLOUR, "/", true, List.of(), hadoop).check())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is the root");
    }

    @Test
    void namesTheModuleOfAFileSystemThatIsNotThere() {
        Map<String, String> words = Map.of(
                "s3a://bucket/out", "--packages org.apache.hadoop:hadoop-aws:",
                "abfs://box@host/out", "org.apache.hadoop:hadoop-azure:",
                "gs://bucket/out", "gcs-connector",
                "s3://bucket/out", "write s3a: instead",
                "nope://bucket/out", "correct the scheme",
                "hdfs://no-such-host.invalid/out", "the host 'no-such-host.invalid' is unknown");
        words.forEach((output, advice) -> {
            assertThatThrownBy(() -> OutputGuard.of(FLOUR, output, true, List.of(), hadoop))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("path '" + output + "'")
                    .hasMessageContaining(advice);
            assertThatThrownBy(() -> OutputGuard.of(
                                    FLOUR,
                                    directory.resolve("new").toString(),
                                    true,
                                    List.of(new InputPath("input", output)),
                                    hadoop)
                            .check())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(advice);
        });
    }

    private OutputGuard guard(String output, boolean overwrite, String input) throws IOException {
        return OutputGuard.of(
                FLOUR,
                directory + "/" + output,
                overwrite,
                List.of(new InputPath("input", directory + "/" + input), new InputPath("memory", "")),
                hadoop);
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
