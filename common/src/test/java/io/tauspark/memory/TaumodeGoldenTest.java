package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Energies and λ on the memory that tauformer ships, against values from an independent program. */
class TaumodeGoldenTest {
    private static final int FEATURES = 384;
    private static final double TOLERANCE = 1e-10;

    private final JsonNode golden = golden();

    @Test
    void reproducesEnergyAndLambda() throws IOException {
        Laplacian laplacian = foreign();
        int checked = 0;
        for (JsonNode row : golden.path("rows")) {
            double[] x = vector(row.path("name").asText());
            double energy = laplacian.energy(x, Taumode.EPSILON);
            expect(row, "sum", Arrays.stream(x).sum());
            expect(row, "E_raw", energy);
            expect(row, "lambda_tau1", Taumode.lambda(energy, 1));
            expect(row, "tau_median", Taumode.median(x));
            expect(row, "lambda_median", coordinateLambda(energy, Taumode.median(x)));
            expect(
                    row,
                    "lambda_mean",
                    coordinateLambda(energy, Arrays.stream(x).average().orElse(0)));
            checked++;
        }
        assertThat(checked).isEqualTo(16);
    }

    @Test
    void reproducesDispersionAndSyntheticLambda() throws IOException {
        Laplacian laplacian = foreign();
        int checked = 0;
        for (JsonNode row : golden.path("rows")) {
            double[] x = vector(row.path("name").asText());
            double energy = laplacian.energy(x, 0);
            JsonNode expected = row.path("arrowspace");
            expect(expected, "G", Dispersion.of(laplacian, x));
            expect(expected, "lambda_synth_median", Dispersion.lambda(laplacian, x, energy, Taumode.median(x)));
            expect(expected, "lambda_synth_tau1", Dispersion.lambda(laplacian, x, energy, 1));
            expect(expected, "lambda_synth_tau0_5", Dispersion.lambda(laplacian, x, energy, 0.5));
            checked++;
        }
        assertThat(checked).isEqualTo(16);
    }

    @Test
    void reproducesWhatTauformerReadsOfTheFile() throws IOException {
        Laplacian truncated = first(foreign(), 1024);
        for (JsonNode row : golden.path("rows")) {
            double energy = truncated.energy(vector(row.path("name").asText()), Taumode.EPSILON);
            JsonNode expected = row.path("truncated_first_1024_triplets");
            expect(expected, "E_raw", energy);
            expect(expected, "lambda_tau1", Taumode.lambda(energy, 1));
        }
        assertThat(LaplacianHealth.of(truncated).maxAsymmetry()).isGreaterThan(0.2);
    }

    @Test
    void measuresTheForeignLaplacian() throws IOException {
        LaplacianHealth health = LaplacianHealth.of(foreign());
        health.requireSound();
        assertThat(health.nonZeros()).isEqualTo(6408);
        assertThat(health.density()).isCloseTo(0.04346, within(1e-5));
        assertThat(health.maxAsymmetry()).isZero();
        assertThat(health.components()).isOne();
        assertThat(health.smallestEigenvalue()).isCloseTo(0, within(1e-12));
        assertThat(health.lambda2()).isCloseTo(1.8952, within(5e-5));
        assertThat(health.largestEigenvalue()).isCloseTo(57.916, within(5e-4));
        // 16 landmarks carry 51 % of the trace; the heaviest 5 % are these and four more.
        assertThat(health.hubShare()).isBetween(0.51, 0.53);
    }

    @Test
    void loadsTheForeignMemory() throws IOException {
        DomainMemory memory = DomainMemory.load(ForeignMemory.directory(), new Configuration());
        assertThat(memory.name()).isEqualTo("manifold");
        assertThat(memory.laplacian().size()).isEqualTo(FEATURES);
        assertThat(memory.tau()).isEmpty();
        for (double[] head : KronReduction.headLaplacians(memory.laplacian(), 6, 64)) {
            LaplacianHealth health = LaplacianHealth.of(KronReductionTest.sparse(head));
            health.requireSound();
            assertThat(health.lambda2()).isBetween(1.94, 2.03);
            assertThat(health.largestEigenvalue()).isBetween(46.0, 54.0);
        }
    }

    private static Laplacian foreign() throws IOException {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(ForeignMemory.directory(), "manifold.parquet");
        return ManifoldParquet.read(file, new Configuration()).laplacian();
    }

    private static Laplacian first(Laplacian laplacian, int triplets) {
        int[] rows = new int[triplets];
        int[] columns = new int[triplets];
        double[] values = new double[triplets];
        int[] k = new int[1];
        laplacian.forEach((row, column, value) -> {
            if (k[0] < triplets) {
                rows[k[0]] = row;
                columns[k[0]] = column;
                values[k[0]++] = value;
            }
        });
        return Laplacian.of(laplacian.size(), rows, columns, values);
    }

    /** tauformer's λ of a vector takes τ from the vector's own coordinates and floors it by ε. */
    private static double coordinateLambda(double energy, double tau) {
        return Taumode.lambda(energy, Math.max(tau, Taumode.EPSILON));
    }

    private static double[] vector(String name) {
        IntToDoubleFunction formula =
                switch (name) {
                    case "offset_pos" -> i -> Math.sin(0.37 * i * 3 + 0.3) + 0.25;
                    case "offset_neg" -> i -> Math.sin(0.37 * i * 3 + 0.3) - 0.25;
                    case "ones" -> i -> 1;
                    case "zeros" -> i -> 0;
                    case "onehot_0" -> i -> i == 0 ? 1 : 0;
                    case "onehot_1" -> i -> i == 1 ? 1 : 0;
                    default -> {
                        int k = Integer.parseInt(name.substring("formula_k".length()));
                        yield i -> Math.sin(0.37 * i * k + 0.1 * k);
                    }
                };
        return IntStream.range(0, FEATURES).mapToDouble(formula).toArray();
    }

    private static void expect(JsonNode row, String key, double actual) {
        assertThat(row.path(key).isNumber()).isTrue();
        assertThat(actual)
                .as("%s of %s", key, row.path("name"))
                .isCloseTo(row.path(key).asDouble(), within(TOLERANCE));
    }

    private static JsonNode golden() {
        try (InputStream in =
                Objects.requireNonNull(TaumodeGoldenTest.class.getResourceAsStream("taumode-golden.json"))) {
            return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden values");
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
