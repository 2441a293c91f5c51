package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.memory.Laplacian;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Precision;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The original's attention, from reference values computed independently in double precision. */
class AttentionGoldenTest {
    private static final int TOKENS = 5;
    private static final int DEPTH = 8;

    private final JsonNode golden = golden();

    @ParameterizedTest
    @ValueSource(strings = {"tau1_T1", "median_T1"})
    void attentionFromLambdasGivesTheOriginalsOutput(String name) {
        JsonNode expected = golden.path("cases").path(name);
        try (NDManager scope = TorchEngine.open(1);
                TorchProgram program = TorchProgram.compile(scope, "TauGpt", ProgramSource.text())) {
            NDArray a = tensor(scope, expected.path("lambda_q"), 1, TOKENS);
            NDArray b = tensor(scope, expected.path("lambda_k"), 1, TOKENS);
            NDArray v = tensor(scope, golden.path("v"), 1, TOKENS, DEPTH);
            NDArray noWeight = scope.zeros(new Shape(1, TOKENS), DataType.FLOAT64);
            NDArray noBias = scope.zeros(new Shape(1, 0), DataType.FLOAT64);
            int blockThatDoesNotDivide = 2;
            NDArray y = program.call(
                            scope,
                            "blocked_attention",
                            a,
                            b,
                            noWeight,
                            v,
                            noBias,
                            false,
                            0,
                            blockThatDoesNotDivide,
                            1000)[0];
            assertThat(y.toDoubleArray()).containsExactly(numbers(expected.path("y")), within(1e-10));
        }
    }

    /** From tokens through projections, RoPE, normalisation, energy and λ to the output of a layer. */
    @ParameterizedTest
    @CsvSource({"FLOAT64, 1e-10", "FLOAT32, 2e-5"})
    void referenceModeGivesTheOriginalsOutput(Precision precision, double tolerance) {
        ModelConfig model = new ModelConfig(
                TOKENS,
                false,
                1,
                DEPTH,
                1,
                TOKENS,
                0,
                15,
                List.of(List.of(AttentionKind.REFERENCE)),
                new HeadCounts(1, 1, 1, 1, 1),
                1,
                KeyWeight.LEARNED,
                new LambdaConfig(
                        Regime.NATIVE, false, null, null, 64, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE),
                PastConfig.PLAIN,
                ShortcutConfig.NONE,
                MemoryConfig.PLAIN);
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = new TauGpt(model, HeadLaplacians.of(chain(), model), manager, precision);
                NDManager scope = manager.newSubManager()) {
            double[] embedding = new double[TOKENS * DEPTH];
            double[] out = new double[DEPTH * DEPTH];
            for (int i = 0; i < DEPTH; i++) {
                out[i * DEPTH + i] = 1;
                if (i < TOKENS) {
                    embedding[i * DEPTH + i] = 1;
                }
            }
            gpt.flatParameters().write(gpt.layout().slot("embedding.weight").offset(), embedding);
            gpt.flatParameters().write(gpt.layout().slot("layers.0.out.weight").offset(), out);
            gpt.flatParameters()
                    .write(gpt.layout().slot("layers.0.reference.qkv.weight").offset(), projections());
            NDArray ids = TokenTensors.of(scope, new int[][] {{0, 1, 2, 3, 4}});
            double[] stream = gpt.program()
                    .call(scope, "trunk", gpt.arguments(List.of(ids), 1))[0]
                    .toType(DataType.FLOAT64, false)
                    .toDoubleArray();
            double[] y = new double[stream.length];
            Arrays.setAll(y, i -> stream[i] - embedding[i]);
            assertThat(y)
                    .containsExactly(
                            numbers(golden.path("cases").path("tau1_T1").path("y")), within(tolerance));
        }
    }

    /** Weights that make queries, keys and values of token t what the golden file's description says. */
    private static double[] projections() {
        // The normalised vector of token t is this in its place t and zero elsewhere.
        double normed = 1 / Math.sqrt(1.0 / DEPTH + 1e-6);
        double[] weights = new double[3 * DEPTH * DEPTH];
        for (int t = 0; t < TOKENS; t++) {
            for (int d = 0; d < DEPTH; d++) {
                weights[d * DEPTH + t] = 2 * Math.sin(0.5 * t + 0.3 * d + 0.1) / normed;
                weights[(DEPTH + d) * DEPTH + t] = 2 * Math.cos(0.4 * t - 0.7 * d) / normed;
                weights[(2 * DEPTH + d) * DEPTH + t] = Math.sin(0.9 * t + 1.1 * d) / normed;
            }
        }
        return weights;
    }

    private static Laplacian chain() {
        List<Integer> rows = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i + 1 < DEPTH; i++) {
            rows.addAll(List.of(i, i, i + 1, i + 1));
            columns.addAll(List.of(i, i + 1, i, i + 1));
            values.addAll(List.of(1.0, -1.0, -1.0, 1.0));
        }
        return Laplacian.of(
                DEPTH,
                rows.stream().mapToInt(i -> i).toArray(),
                columns.stream().mapToInt(i -> i).toArray(),
                values.stream().mapToDouble(x -> x).toArray());
    }

    private static NDArray tensor(NDManager scope, JsonNode values, long... shape) {
        return scope.create(numbers(values), new Shape(shape));
    }

    private static double[] numbers(JsonNode node) {
        return flat(node).toArray();
    }

    private static DoubleStream flat(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).flatMapToDouble(AttentionGoldenTest::flat)
                : DoubleStream.of(node.asDouble());
    }

    private static JsonNode golden() {
        try (InputStream in = AttentionGoldenTest.class.getResourceAsStream("attention_golden.json")) {
            return new ObjectMapper().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
