package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.release.ReleaseWriter;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainMemoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:45:00.5Z");
    private static final ManifoldJson.Tau MEDIAN =
            new ManifoldJson.Tau(OptionalDouble.of(0.75), "median-energy", "Median", 0);
    private static final ManifoldJson.Wiring WIRING =
            new ManifoldJson.Wiring(2, 3, 1.8, 0.5, "exact", Optional.empty());

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path root = Path.of("");

    @Test
    void loadsThePromotedReleaseAReleaseOrABareDirectory() throws IOException {
        String release = publish(NOW, Graphs.path(4));
        publish(NOW.plusSeconds(1), Graphs.path(5));
        assertThat(load("").laplacian().size()).isEqualTo(5);
        assertThat(load("releases/" + release).laplacian().size()).isEqualTo(4);
        fill(at("bare"), Graphs.path(6));
        DomainMemory bare = load("bare");
        assertThat(bare.laplacian()).usingRecursiveComparison().isEqualTo(Graphs.path(6));
        assertThat(bare.name()).isEqualTo("birds");
        assertThat(bare.tau()).hasValue(0.75);
        assertThat(bare.directory().getName()).isEqualTo("bare");
        assertThat(bare.sha256()).hasSize(64);
    }

    @Test
    void loadsAfterARollback() throws IOException {
        String release = publish(NOW, Graphs.path(4));
        publish(NOW.plusSeconds(1), Graphs.path(5));
        Files.writeString(root.resolve("CURRENT"), release);
        assertThat(load("").laplacian().size()).isEqualTo(4);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> load("nowhere"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("neither a promoted release (CURRENT) nor a manifold.parquet");
        fill(at("bare"), Graphs.path(6));
        Files.delete(root.resolve("bare/manifold.json"));
        assertThatThrownBy(() -> load("bare")).hasMessageContaining("manifold.json' does not exist");
        Files.writeString(root.resolve("bare/manifold.json"), "{\"name_id\": \"birds\"}");
        assertThatThrownBy(() -> load("bare")).hasMessageContaining("builder_config.nfeatures.Usize");
    }

    @Test
    void refusesFilesThatDisagree() throws IOException {
        fill(at("bare"), Graphs.path(6));
        String json = Files.readString(root.resolve("bare/manifold.json"));
        Files.delete(root.resolve("bare/manifold.parquet"));
        ManifoldParquet.write(at("bare/manifold.parquet"), "birds", Graphs.random(6, 1), hadoop);
        assertThatThrownBy(() -> load("bare")).hasMessageContaining("sha256");
        Files.delete(root.resolve("bare/manifold.parquet"));
        fill(at("bare"), Graphs.path(6));
        Files.writeString(
                root.resolve("bare/manifold.json"), json.replaceAll("(nfeatures\" : \\{\\s*\"Usize\" : )6", "$17"));
        assertThatThrownBy(() -> load("bare")).hasMessageContaining("says 7 features, manifold.parquet has 6");
    }

    /** A key that is not as it must be does not count as one that is not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sha256\" : \" | \"sha256\" : 7, \"x\" : \" | in sha256, must be a text",
                "\"tau_value\" : | \"tau_value\" : \"\", \"x\" : | in tau_value, must be a number",
                "\"tau_value\" : | \"tau_value\" : 1e400, \"x\" : | in tau_value, must be a number",
                "\"energy_epsilon\" : | \"energy_epsilon\" : -1, \"x\" : | in energy_epsilon, must be a number",
                "\"laplacian_form\" : | \"laplacian_form\" : {}, \"x\" : | in laplacian_form, must be a text",
                "\"knn_rule\" : | \"projection\" : [], \"x\" : | in projection, must be whole numbers from and seed",
                "\"knn_rule\" : | \"projection\" : {\"from\": 3}, \"x\" : | in projection, must be whole numbers",
                "\"Usize\" : 10 | \"Usize\" : 10.5 | in builder_config.nitems.Usize, must be a whole number",
                "\"Usize\" : 6 | \"Usize\" : 6.5 | needs a text name_id and a whole number builder_config.nfeatures.Usize",
                "\"tau_value\" : | \"tau_value\" : 3, \"tau_value\" : | Duplicate field 'tau_value'",
            })
    void refusesADescriptionThatIsDamaged(String before, String after, String reason) throws IOException {
        fill(at("bare"), Graphs.path(6));
        Path file = root.resolve("bare/manifold.json");
        String json = Files.readString(file);
        assertThat(json).contains(before);
        Files.writeString(file, json.replace(before, after));
        assertThatThrownBy(() -> load("bare"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("manifold.json' ")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesWhatIsNoLaplacian() throws IOException {
        fill(at("bare"), Laplacian.of(2, new int[] {0, 1}, new int[] {0, 1}, new double[] {1, 2}));
        assertThatThrownBy(() -> load("bare"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("bare")
                .hasMessageContaining("instead of zero");
    }

    @Test
    void writesEveryKeyOfTheForeignJson() throws IOException {
        fill(at("bare"), Graphs.path(6));
        var ours = Json.tree(Files.readString(root.resolve("bare/manifold.json")), "ours");
        assertThat(ours.at("/n_rows").asInt()).isEqualTo(6);
        assertThat(ours.at("/files/matrix/nnz").asInt()).isEqualTo(16);
        assertThat(ours.at("/builder_config/synthesis/TauMode").asText()).isEqualTo("Median");
        assertThat(ours.at("/builder_config/lambda_sigma/OptionF64").asDouble()).isEqualTo(0.5);
        assertThat(ours.at("/knn_rule").asText()).isEqualTo("exact");
        var foreign = Json.tree(
                Storage.readText(new org.apache.hadoop.fs.Path(ForeignMemory.directory(), "manifold.json"), hadoop),
                "foreign");
        foreign.path("builder_config").fields().forEachRemaining(entry -> {
            var tag = entry.getValue().fieldNames().next();
            assertThat(ours.path("builder_config").path(entry.getKey()).has(tag))
                    .as("%s tagged %s", entry.getKey(), tag)
                    .isTrue();
        });
    }

    private void fill(org.apache.hadoop.fs.Path directory, Laplacian laplacian) throws IOException {
        Manifold manifold = ManifoldParquet.write(
                new org.apache.hadoop.fs.Path(directory, "manifold.parquet"), "birds", laplacian, hadoop);
        new ManifoldJson(NOW, 10, manifold, LaplacianForm.COMBINATORIAL, WIRING, MEDIAN, Optional.empty())
                .write(directory, hadoop);
    }

    private DomainMemory load(String place) throws IOException {
        return DomainMemory.load(at(place), hadoop);
    }

    private String publish(Instant now, Laplacian laplacian) throws IOException {
        try (ReleaseWriter writer = ReleaseWriter.open(at(""), "test", Duration.ofMinutes(1), hadoop)) {
            String release = writer.publish(now, here -> fill(here, laplacian)).getName();
            writer.promote(release, "test");
            return release;
        }
    }

    private org.apache.hadoop.fs.Path at(String place) {
        return new org.apache.hadoop.fs.Path(root.resolve(place).toString());
    }
}
