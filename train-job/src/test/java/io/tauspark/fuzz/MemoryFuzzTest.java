package io.tauspark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.memory.Taumode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFuzzTest {
    private static final ObjectMapper PLAIN =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aDamagedMatrixIsRefusedOrReadAsItWas() throws IOException {
        Laplacian graph = graph();
        Manifold sound = ManifoldParquet.write(file(DomainMemory.MATRIX), "birds", graph, hadoop);
        byte[] content = Files.readAllBytes(folder.resolve(DomainMemory.MATRIX));
        Mutants.of("manifold.parquet", List.of(content), ParquetDamage::damage, ParquetDamage::damage)
                .check(DomainMemory.MATRIX, mutant -> {
                    Files.write(folder.resolve(DomainMemory.MATRIX), mutant.content());
                    Manifold read = ManifoldParquet.read(file(DomainMemory.MATRIX), hadoop);
                    assertThat(read.name()).isEqualTo(sound.name());
                    assertThat(read.laplacian()).usingRecursiveComparison().isEqualTo(graph);
                });
    }

    @Test
    void aMemoryOfOursIsAcceptedOnlyWithTheMatrixThatWasWritten() throws IOException {
        memory();
        byte[] content = Files.readAllBytes(folder.resolve(DomainMemory.MATRIX));
        Mutants.of("memory", List.of(content), ParquetDamage::damage)
                .oneIn(2)
                .check(folder.getFileName().toString(), mutant -> {
                    Files.write(folder.resolve(DomainMemory.MATRIX), mutant.content());
                    DomainMemory.load(path(folder), hadoop);
                    assertThat(mutant.content()).isEqualTo(content);
                });
    }

    @Test
    void aDamagedDescriptionIsRefusedOrReadAsItSays() throws IOException {
        memory();
        Path file = folder.resolve(ManifoldJson.FILE);
        byte[] content = Files.readAllBytes(file);
        byte[] foreign = """
                {"name_id":"m","n_rows":3,"builder_config":{"nitems":{"Usize":9},"nfeatures":{"Usize":3}},"files":{}}""".getBytes(StandardCharsets.UTF_8);
        Mutants.Tally tally = Mutants.of(
                        "manifold.json", List.of(content, foreign), JsonDamage::damage, JsonDamage::damage)
                .check(ManifoldJson.FILE, mutant -> {
                    Files.write(file, mutant.content());
                    requireAsWritten(ManifoldJson.read(path(folder), hadoop), PLAIN.readTree(mutant.content()));
                });
        tally.requireAccepted();
    }

    private static void requireAsWritten(ManifoldJson.Facts facts, JsonNode root) {
        assertThat(facts.name()).isEqualTo(root.get("name_id").textValue());
        assertThat(String.valueOf(facts.features()))
                .isEqualTo(root.at("/builder_config/nfeatures/Usize").toString());
        JsonNode items = root.at("/builder_config/nitems/Usize");
        assertThat(facts.items().isPresent() ? String.valueOf(facts.items().getAsLong()) : "")
                .isEqualTo(absent(items) ? "" : items.toString());
        JsonNode tau = root.path("tau_value");
        assertThat(facts.tau().orElse(-1))
                .isEqualTo(absent(tau) ? -1 : tau.doubleValue())
                .isFinite();
        JsonNode epsilon = root.path("energy_epsilon");
        assertThat(facts.epsilon())
                .isEqualTo(absent(epsilon) ? Taumode.EPSILON : epsilon.doubleValue())
                .isFinite();
        JsonNode sha256 = root.path("sha256");
        assertThat(facts.sha256().orElse("")).isEqualTo(absent(sha256) ? "" : sha256.textValue());
        JsonNode projection = root.path("projection");
        assertThat(facts.projection()
                        .map(each -> "{\"from\":" + each.from() + ",\"seed\":" + each.seed() + "}")
                        .orElse(""))
                .isEqualTo(
                        absent(projection)
                                ? ""
                                : "{\"from\":" + projection.path("from") + ",\"seed\":" + projection.path("seed")
                                        + "}");
        JsonNode form = root.path("laplacian_form");
        assertThat(facts.form())
                .isEqualTo(
                        absent(form) || form.textValue().equals("combinatorial")
                                ? LaplacianForm.COMBINATORIAL
                                : LaplacianForm.SYMMETRIC);
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private void memory() throws IOException {
        Manifold manifold = ManifoldParquet.write(file(DomainMemory.MATRIX), "birds", graph(), hadoop);
        new ManifoldJson(
                        Instant.EPOCH,
                        1000,
                        manifold,
                        LaplacianForm.COMBINATORIAL,
                        new ManifoldJson.Wiring(0.5, 4, 2, 0.25, "exact", Optional.empty()),
                        new ManifoldJson.Tau(OptionalDouble.of(0.25), "median-energy", "Median", 1e-9),
                        Optional.of(new ManifoldJson.Projection(64, 7)))
                .write(path(folder), hadoop);
    }

    /** Of a random graph of 40 features. */
    private static Laplacian graph() {
        int size = 40;
        Random random = new Random(3);
        double[] weights = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double weight = j == i - 1 || random.nextInt(4) == 0 ? random.nextDouble() : 0;
                weights[i * size + j] = -weight;
                weights[j * size + i] = -weight;
                weights[i * size + i] += weight;
                weights[j * size + j] += weight;
            }
        }
        int[] places =
                IntStream.range(0, weights.length).filter(k -> weights[k] != 0).toArray();
        return Laplacian.of(
                size,
                Arrays.stream(places).map(k -> k / size).toArray(),
                Arrays.stream(places).map(k -> k % size).toArray(),
                Arrays.stream(places).mapToDouble(k -> weights[k]).toArray());
    }

    private org.apache.hadoop.fs.Path file(String name) {
        return path(folder.resolve(name));
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }
}
