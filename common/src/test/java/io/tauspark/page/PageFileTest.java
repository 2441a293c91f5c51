package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFileTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void replacesAnEarlierPage() throws IOException {
        write("page.html", new Page("first", "").html());
        String second = new Page("second", "").html();
        write("page.html", second);
        assertThat(directory.resolve("page.html")).hasContent(second);
        assertThat(directory.toFile().list()).containsExactly("page.html");
    }

    @Test
    void replacesAPageWithoutAMark() throws IOException {
        String unmarked = new Page("first", "").html().replace("<!-- made by TauSpark -->\n", "");
        Files.writeString(directory.resolve("page.html"), unmarked);
        write("page.html", new Page("second", "").html());
        assertThat(directory.resolve("page.html")).hasContent(new Page("second", "").html());
    }

    @Test
    void replacesNothingElse() throws IOException {
        for (String content : List.of("", "mine", "<!DOCTYPE html>\n<html lang=\"en\">mine</html>\n")) {
            Files.writeString(directory.resolve("page.html"), content);
            assertThatThrownBy(() -> write("page.html", new Page("new", "").html()))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("page.html' exists and is no page of TauSpark, so it is not replaced");
            assertThat(directory.resolve("page.html")).hasContent(content);
        }
        Files.createDirectory(directory.resolve("pages"));
        assertThatThrownBy(() -> write("pages", "new")).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> write("page.html/deep.html", "new"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("cannot be written");
    }

    private void write(String name, String html) throws IOException {
        PageFile.write(new org.apache.hadoop.fs.Path(directory.toString(), name), html, hadoop);
    }
}
