package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                TorchProgram program = TorchProgram.compile(scope, "TauGpt", TauGpt.source())) {
            NDArray a = tensor(scope, expected.path("lambda_q"), 1, 1, TOKENS);
            NDArray b = tensor(scope, expected.path("lambda_k"), 1, 1, TOKENS);
            NDArray v = tensor(scope, golden.path("v"), 1, 1, TOKENS, DEPTH);
            NDArray noWeight = scope.zeros(new Shape(1, 1, TOKENS), DataType.FLOAT64);
            int blockThatDoesNotDivide = 2;
            NDArray y = program.call(scope, "attend", a, b, noWeight, v, blockThatDoesNotDivide)[0];
            assertThat(y.toDoubleArray()).containsExactly(numbers(expected.path("y")), within(1e-10));
        }
    }

    @Test
    void lambdaOfVectorsGivesTheOriginals() {
        JsonNode expected = golden.path("cases").path("tau1_T1");
        double[] chain = new double[DEPTH * DEPTH];
        for (int i = 0; i < DEPTH; i++) {
            chain[i * DEPTH + i] = i == 0 || i == DEPTH - 1 ? 1 : 2;
            if (i > 0) {
                chain[i * DEPTH + i - 1] = -1;
                chain[(i - 1) * DEPTH + i] = -1;
            }
        }
        try (NDManager scope = TorchEngine.open(1);
                TorchProgram program = TorchProgram.compile(scope, "TauGpt", TauGpt.source())) {
            NDArray laplacian = scope.create(chain, new Shape(1, DEPTH, DEPTH));
            for (String side : new String[] {"q", "k"}) {
                NDArray x = tensor(scope, golden.path(side + "_after"), 1, 1, TOKENS, DEPTH);
                double[] energy = program.call(scope, "energy", x, laplacian)[0].toDoubleArray();
                double[] lambda = Arrays.stream(energy).map(e -> e / (e + 1)).toArray();
                assertThat(lambda).containsExactly(numbers(expected.path("lambda_" + side)), within(1e-10));
            }
        }
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
