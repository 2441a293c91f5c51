package io.tauspark.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
    private final Path directory;

    InputFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    /** Names below the directory, as found by an input in it. */
    private List<String> found(String input) {
        return InputFiles.of(directory + "/" + input, new Configuration()).files().stream()
                .map(file -> file.getPath()
                        .toUri()
                        .getPath()
                        .substring(directory.toString().length() + 1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-01T10:00:00.jsonl",
                "a b.jsonl",
                " lead and trail ",
                "per%20cent#sharp.jsonl",
                "[brackets].jsonl",
                "{braces,}.jsonl",
                "star*and?.jsonl",
                "back\\slash",
                "-rf",
                "two\nlines",
                "tab\tand \"quotes\"'s",
                "https:",
                "größe 日本 🚀.jsonl",
                "colon: and {all} of [it]*?.jsonl",
            })
    void mayHaveAnyNameThatTheFileSystemAllows(String name) throws IOException {
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
        Assumptions.assumeTrue(names.newEncoder().canEncode(name), "a locale that lacks these letters");
        file("in/" + name);
        assertThat(found("in")).containsExactly("in/" + name);
        assertThat(found("in/" + name)).containsExactly("in/" + name);
        assertThat(found("in/*")).containsExactly("in/" + name);
        assertThat(found("i?/" + name.replaceAll("[*?\\[{\\\\]", "\\\\$0"))).containsExactly("in/" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in/*.jsonl             | in/a.jsonl in/b:1.jsonl",
                "in/?.jsonl             | in/a.jsonl",
                "in/[a-b]*              | in/a.jsonl in/b:1.jsonl",
                "in/[^a]*.jsonl         | in/b:1.jsonl",
                "in/[!a]*.jsonl         | in/b:1.jsonl",
                "in/{a,deep/c}.jsonl    | in/a.jsonl in/deep/c.jsonl",
                "in/{a*,{deep,no}/*}    | in/a.jsonl in/deep/c.jsonl",
                "{in,in/deep}/*.jsonl   | in/a.jsonl in/b:1.jsonl in/deep/c.jsonl",
                "{in,in,out}            | in/a.jsonl in/b:1.jsonl in/deep/c.jsonl",
                "*/deep                 | in/deep/c.jsonl",
                "*/*/*                  | in/deep/c.jsonl",
                "in/./deep/../a.jsonl   | in/a.jsonl",
                "*/_own/*               | in/_own/d.jsonl",
            })
    void areFoundByGlobs(String glob, String names) throws IOException {
        for (String name : List.of("a.jsonl", "b:1.jsonl", "deep/c.jsonl", "_own/d.jsonl", ".e", "deep/_f/g.jsonl")) {
            file("in/" + name);
        }
        assertThat(found(glob)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in/[a     | has a [ without a ]",
                "in/{a,b   | has a { without a }",
                "in/[b-a]  | is not valid: Illegal character range",
                "in/*.csv  | does not exist; give a file, a directory or a glob",
                "in/a/b    | does not exist",
            })
    void saysWhatIsWrongWithAGlob(String glob, String reason) throws IOException {
        file("in/a");
        assertThatThrownBy(() -> found(glob)).isInstanceOf(InvalidInput.class).hasMessageContaining(reason);
    }

    @Test
    void areRelativeToTheLastDirectoryWithoutWildcards() throws IOException {
        file("in/a.jsonl");
        file("in/x:y/b.jsonl");
        Configuration hadoop = new Configuration();
        for (String input : List.of("in", "in/*", "in/a.jsonl", "in/{a,b}*", "in/x*/b.jsonl")) {
            assertThat(InputFiles.of(directory + "/" + input, hadoop)
                            .root()
                            .toUri()
                            .getPath())
                    .isEqualTo(directory + "/in");
        }
        assertThat(InputFiles.of(directory.toUri() + "in/x\\:y/*", hadoop)
                        .root()
                        .toUri()
                        .getPath())
                .isEqualTo(directory + "/in/x:y");
    }

    @Test
    void areReadThroughLinksUnderTheirNames() throws IOException {
        file("blobs/0815");
        Files.createDirectories(directory.resolve("in"));
        Files.createSymbolicLink(directory.resolve("in/train.jsonl"), Path.of("../blobs/0815"));
        Files.createSymbolicLink(directory.resolve("in/more"), Path.of("../blobs"));
        assertThat(found("in")).containsExactly("in/more/0815", "in/train.jsonl");
        assertThat(InputFiles.of(directory + "/in/train.jsonl", new Configuration())
                        .files()
                        .get(0)
                        .getLen())
                .isEqualTo("blobs/0815".length());
    }

    @Test
    void areReadOnceHoweverManyLinksLeadToTheirDirectory() throws IOException {
        file("in/2024/a");
        Files.createSymbolicLink(directory.resolve("in/0-latest"), Path.of("2024"));
        assertThat(found("in")).containsExactly("in/2024/a");
        assertThat(found("in/*")).containsExactly("in/2024/a");
        assertThat(found("in/0-latest")).containsExactly("in/0-latest/a");
        // A circle of two.
        file("in/2025/b");
        Files.createSymbolicLink(directory.resolve("in/2024/next"), Path.of("../2025"));
        Files.createSymbolicLink(directory.resolve("in/2025/last"), Path.of("../2024"));
        assertThat(found("in")).containsExactly("in/2024/a", "in/2025/b");
    }

    @Test
    void mayNotLieInACircle() throws IOException {
        file("in/deep/a");
        Path link = Files.createSymbolicLink(directory.resolve("in/deep/up"), Path.of(".."));
        assertThatThrownBy(() -> found("in"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "link '%s' leads to '%s', a directory that it lies in, so there is no end of files; remove the link"
                                .formatted(link, directory.toRealPath().resolve("in")));
    }

    @Test
    void mayNotBeALinkThatLeadsNowhere() throws IOException {
        file("in/a");
        Path link = Files.createSymbolicLink(directory.resolve("in/b.jsonl"), Path.of("../blobs/1"));
        for (String input : List.of("in", "in/*", "in/b.jsonl", "i*")) {
            assertThatThrownBy(() -> found(input))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage("link '%s' leads to '../blobs/1', which does not exist; mend the link or remove it"
                            .formatted(link));
        }
        assertThat(found("in/a*")).containsExactly("in/a");
        Files.delete(link);
        Files.createSymbolicLink(link, link.getFileName());
        assertThatThrownBy(() -> found("in")).hasMessageContaining("leads to 'b.jsonl', which leads back to it");
    }

    @Test
    void mayNotBeWhatIsNeitherFileNorDirectory() throws IOException, InterruptedException {
        file("in/a");
        Path pipe = directory.resolve("in/pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> found("in"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("file '%s' cannot be read: it is a pipe, a socket or a device; write its content to a file"
                        .formatted(pipe));
    }

    @Test
    void mustBeOpenToTheUser() throws IOException {
        Path closed = file("in/closed/a");
        for (Path secret : List.of(closed, closed.getParent())) {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
            Assumptions.assumeFalse(Files.isReadable(secret), "root reads everything");
            assertThatThrownBy(() -> found("in"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("'" + secret + "' cannot be read: this user may not read it");
            assertThatThrownBy(() -> found("in/closed/a")).hasMessageContaining("this user may not read it");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Bytes that are no UTF-8 are to this JVM what any other letter is to one in the POSIX locale. */
    @Test
    void mayNotHaveANameThatTextCannotHold() throws IOException, InterruptedException {
        file("in/a.jsonl");
        String make = "cd \"$0\" && touch \"$(printf 'gr\\366\\337e.jsonl')\"";
        assertThat(new ProcessBuilder("sh", "-c", make, directory.resolve("in").toString())
                        .start()
                        .waitFor())
                .isZero();
        for (String input : List.of("in", "in/*.jsonl", "*")) {
            assertThatThrownBy(() -> found(input))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(
                            "directory '%s/in' holds a file whose name cannot be shown here: 'gr\\xf6\\xdfe.jsonl'"
                                    .formatted(directory));
        }
        assertThat(found("in/a*")).containsExactly("in/a.jsonl");
    }

    @Test
    void mayHaveRelativePathsWithColons() {
        assertThatThrownBy(() -> InputFiles.of("no:such/12:30 *.jsonl", new Configuration()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("input 'no:such/12:30 *.jsonl' does not exist");
        assertThat(InputFiles.of("p?m.xml", new Configuration()).files()).hasSize(1);
    }
}
