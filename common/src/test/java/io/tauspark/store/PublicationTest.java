package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    private final Configuration hadoop = new Configuration();

    private final java.nio.file.Path directory;

    PublicationTest(@TempDir java.nio.file.Path directory) {
        this.directory = directory;
    }

    private Path target(String name) {
        return new Path(directory.toUri().toString(), name);
    }

    private void publish(String name, boolean replace, String content) throws IOException {
        try (Publication publication = Publication.begin(target(name), replace, hadoop)) {
            Storage.writeText(new Path(publication.staging(), "a.txt"), content, hadoop);
            assertThat(directory.resolve(name + "/a.txt"))
                    .as("before publication")
                    .satisfies(file -> {
                        if (Files.exists(file)) {
                            assertThat(file).hasContent("old");
                        }
                    });
            publication.publish();
        }
    }

    @Test
    void appearsWholeUnderItsName() throws IOException {
        publish("deep/er/out", false, "new");
        assertThat(directory.resolve("deep/er/out/a.txt")).hasContent("new");
        assertThat(directory.resolve("deep/er").toFile().list())
                .as("nothing beside it")
                .containsExactly("out");
    }

    @Test
    void replacesTheEarlierOneOnlyIfAsked() throws IOException {
        publish("out", false, "old");
        assertThatThrownBy(() -> publish("out", false, "new"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("out' exists; give another output or set overwrite=true");
        assertThat(directory.resolve("out/a.txt")).hasContent("old");
        publish("out", true, "new");
        assertThat(directory.resolve("out/a.txt")).hasContent("new");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void whatWasWrittenElsewhereTakesTheNameToo() throws IOException {
        publish("out", false, "old");
        Storage.writeText(new Path(target("written"), "a.txt"), "new", hadoop);
        Publication.publish(target("written"), target("out"), true, hadoop);
        assertThat(directory.resolve("out/a.txt")).hasContent("new");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void unpublishedLeavesNothing() throws IOException {
        Files.createDirectory(directory.resolve("kept"));
        for (String name : new String[] {"out", "deep/er/out", "kept/out"}) {
            try (Publication publication = Publication.begin(target(name), false, hadoop)) {
                Storage.writeText(new Path(publication.staging(), "a.txt"), "half", hadoop);
            }
        }
        assertThat(directory.toFile().list())
                .as("not even parents that it made")
                .containsExactly("kept");
        assertThat(directory.resolve("kept")).isEmptyDirectory();
    }

    @Test
    void unpublishedLeavesWhatOthersWroteMeanwhile() throws IOException {
        try (Publication publication = Publication.begin(target("deep/er/out"), false, hadoop)) {
            Files.writeString(
                    directory.resolve("deep/other.txt"), publication.staging().getName());
        }
        assertThat(directory.resolve("deep").toFile().list()).containsExactly("other.txt");
    }

    @Test
    void unpublishedLeavesTheEarlierOne() throws IOException {
        publish("out", false, "old");
        try (Publication publication = Publication.begin(target("out"), true, hadoop)) {
            Storage.writeText(new Path(publication.staging(), "a.txt"), "half", hadoop);
        }
        assertThat(directory.resolve("out/a.txt")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void aPublicationThatFailsLeavesTheEarlierOne() throws IOException {
        publish("out", false, "old");
        try (Publication publication = Publication.begin(target("out"), true, hadoop)) {
            Storage.of(publication.staging(), hadoop).delete(publication.staging(), true);
            assertThatThrownBy(publication::publish).isInstanceOf(IOException.class);
        }
        assertThat(directory.resolve("out/a.txt")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void whatIsWithdrawnIsGone() throws IOException {
        publish("out", false, "old");
        Publication.withdraw(target("out"), hadoop);
        assertThat(directory).isEmptyDirectory();
        assertThatThrownBy(() -> Publication.withdraw(target("out"), hadoop)).isInstanceOf(IOException.class);
    }

    @Test
    void leftoversAreRemovedAndCannotBePublishedAnyMore() throws IOException {
        publish("out", false, "old");
        String id = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
        String kept = ".kept.replaced-" + id;
        Files.createDirectories(directory.resolve(kept));
        Files.createDirectories(directory.resolve(".gone.withdrawn-" + id + "/deep"));
        Files.createDirectories(directory.resolve(".mine.staging-notes/deep"));
        Publication abandoned = Publication.begin(target("new"), false, hadoop);
        Storage.writeText(new Path(abandoned.staging(), "a.txt"), "half", hadoop);
        Publication.removeLeftovers(target("."), hadoop);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("out", kept, ".mine.staging-notes");
        assertThatThrownBy(abandoned::publish).isInstanceOf(IOException.class);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("out", kept, ".mine.staging-notes");
    }
}
