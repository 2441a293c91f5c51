package io.tauspark.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNetGlossesTest {
    private final java.nio.file.Path directory;

    WordNetGlossesTest(@TempDir java.nio.file.Path directory) {
        this.directory = directory;
    }

    private List<JsonNode> glosses(List<String> domains) throws IOException {
        java.nio.file.Path file = directory.resolve("made/corpus.jsonl");
        long written = WordNetGlosses.write(domains, new Path(file.toUri()), new Configuration());
        List<JsonNode> rows = Files.readAllLines(file).stream()
                .map(line -> Json.tree(line, "gloss"))
                .toList();
        assertThat(rows).hasSize((int) written);
        assertThat(directory.resolve("made").toFile().list()).containsExactly("corpus.jsonl");
        return rows;
    }

    /** The counts are those of a plain count of the second column of WordNet's data files. */
    @Test
    void areAllThere() throws IOException {
        List<JsonNode> all = glosses(WordNetGlosses.domains());
        assertThat(all).hasSize(117_791);
        Map<String, Long> counts = all.stream()
                .collect(Collectors.groupingBy(row -> row.path("domain").asText(), Collectors.counting()));
        assertThat(counts)
                .hasSize(45)
                .containsEntry("noun.Tops", 51L)
                .containsEntry("noun.animal", 7_510L)
                .containsEntry("noun.artifact", 11_605L)
                .containsEntry("verb.motion", 1_411L)
                .containsEntry("adj.all", 14_460L)
                .containsEntry("adj.ppl", 60L)
                .containsEntry("adv.all", 3_625L);
        assertThat(all.stream().map(row -> row.path("id").asText()).distinct().count())
                .isEqualTo(117_791);
        Pattern entry = Pattern.compile("[^_\\s].*: [^_\\s]([^_]*[^_\\s])?");
        assertThat(all.stream().map(row -> row.path("text").asText()))
                .filteredOn(text -> !entry.matcher(text).matches())
                .isEmpty();
    }

    @Test
    void readLikeADictionary() throws IOException {
        List<JsonNode> animals = glosses(List.of("noun.animal"));
        assertThat(animals).extracting(row -> row.path("domain").asText()).containsOnly("noun.animal");
        assertThat(animals).extracting(row -> row.path("id").asText()).isSorted();
        assertThat(animals)
                .filteredOn(row -> row.path("id").asText().equals("noun.animal/02086723"))
                .extracting(row -> row.path("text").asText())
                .containsExactly("dog, domestic dog, Canis familiaris: a member of the genus Canis (probably descended"
                        + " from the common wolf) that has been domesticated by man since prehistoric times; occurs in"
                        + " many breeds; \"the dog barked all night\"");
    }

    @Test
    void comeInTheOrderOfWordNetWhateverTheOrderAsked() throws IOException {
        List<JsonNode> rows = glosses(List.of("verb.weather", "noun.motive", "adj.ppl", "noun.motive"));
        assertThat(rows).hasSize(42 + 81 + 60);
        assertThat(rows.stream().map(row -> row.path("domain").asText()).distinct())
                .containsExactly("noun.motive", "verb.weather", "adj.ppl");
    }

    @Test
    void takeThePlaceOfOtherGlossesAndOfNothingElse() throws IOException {
        glosses(List.of("noun.motive"));
        assertThat(glosses(List.of("adj.ppl"))).hasSize(60);
        java.nio.file.Path corpus = directory.resolve("made/corpus.jsonl");
        for (String mine :
                List.of("mine", "{\"id\":\"noun.motive/01\",\"text\":\"mine\",\"domain\":\"noun.motive\"}")) {
            String before = Files.readString(corpus) + mine;
            Files.writeString(corpus, before);
            assertThatThrownBy(() -> glosses(List.of("adj.ppl")))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(
                            "corpus.jsonl' exists and holds more than glosses of WordNet, so it is not replaced");
            assertThat(corpus).hasContent(before);
            Files.writeString(corpus, "");
        }
        Files.delete(corpus);
        Files.createDirectory(corpus);
        assertThatThrownBy(() -> glosses(List.of("adj.ppl"))).hasMessageContaining("is a directory");
    }

    @Test
    void ofUnknownDomainsAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> glosses(List.of("noun.animal", "noun.animals")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(
                        "domains [noun.animals] are not in WordNet; it has adj.all, adj.pert, adv.all, ")
                .hasMessageContaining("noun.animal, ");
        assertThat(directory).isEmptyDirectory();
    }
}
