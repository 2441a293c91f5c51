package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.Precision;
import io.tauspark.store.Json;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bench/open_in_python.py}, where {@code python3} has PyTorch. */
class OpenInPythonTest {
    private static final Path SCRIPT = Path.of("../bench/open_in_python.py");
    private static final int TOKENS = 60;

    /** Importing PyTorch takes seconds, on a busy machine many. */
    private static final long LIMIT_SECONDS = 180;

    @TempDir
    private static Path directory = Path.of("");

    private record Output(int exit, String out, String error) {}

    @BeforeAll
    static void needsPyTorch() throws IOException, InterruptedException {
        boolean there;
        try {
            there = python("-c", "import torch").exit == 0;
        } catch (IOException noPython) {
            there = false;
        }
        assumeTrue(there, "did not run: python3 cannot import torch, so nothing was opened in Python");
    }

    @Test
    void hasTheLogitsOfEveryVariant() throws IOException, InterruptedException {
        List<Variant> variants = Variant.all().toList();
        List<SampleModel> samples = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(SCRIPT.toString()));
        try (NDManager manager = TorchEngine.open(1)) {
            for (Variant variant : variants) {
                SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT32, 51, manager);
                samples.add(sample);
                arguments.add(save(sample, Integer.toString(samples.size())).toString());
            }
            int[] window = samples.get(0).windows(1, TOKENS)[0];
            int[] ids = Arrays.copyOf(window, TOKENS);
            arguments.add(
                    Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(",", "--ids=", "")));
            Output output = python(arguments.toArray(String[]::new));
            assertThat(output.exit).as(output.error).isZero();
            List<String> lines = output.out.lines().toList();
            assertThat(lines).hasSameSizeAs(variants);
            for (int i = 0; i < lines.size(); i++) {
                Variant variant = variants.get(i);
                double[][] logits = logits(lines.get(i));
                // The rounding of λ in single precision weighs as much more as a temperature is lower.
                boolean cold = variant.model().lambda().leastTemperature() < LambdaConfig.PLAIN_TEMPERATURE;
                assertThat(samples.get(i).gpt.nextLogits(ids))
                        .as(variant.name())
                        .containsExactly(narrow(logits[TOKENS - 1]), within(cold ? 1e-3f : 1e-4f));
                assertThat(losses(logits, window))
                        .as(variant.name())
                        .containsExactly(samples.get(i).reference().losses(window), within(1e-6));
            }
        }
    }

    @Test
    void opensWhatAnEarlierVersionWrote() throws IOException, InterruptedException, URISyntaxException {
        Path model = Path.of(OpenInPythonTest.class
                .getResource("/io/tauspark/frozen/0.1.0/run/model")
                .toURI());
        Output output = python(SCRIPT.toString(), model.toString(), "--ids=65,66,67");
        assertThat(output.exit).as(output.error).isZero();
        TrainedModel trained = TrainedModel.load(new org.apache.hadoop.fs.Path(model.toUri()), new Configuration());
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = trained.open(manager)) {
            assertThat(gpt.nextLogits(new int[] {65, 66, 67}))
                    .containsExactly(narrow(logits(output.out)[2]), within(1e-4f));
        }
    }

    @Test
    void refusesByNameWhatItDoesNotKnow() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(SCRIPT.toString(), "--ids=1"));
        try (NDManager manager = TorchEngine.open(1);
                SampleModel sample = new SampleModel(
                        SampleModel.shape(AttentionKind.TAU, KeyWeight.SLOPE), Precision.FLOAT32, 52, manager)) {
            for (String[] change : new String[][] {
                {"\"format\" : 2", "\"format\" : 3"},
                {"\"rope\"", "\"twist\" : 1, \"rope\""},
                {"\"TAU\"", "\"NEWER\""},
                {"\"SLOPE\"", "\"NONE\""},
                {"\"mlp\" : 4", "\"mlp\" : 3"}
            }) {
                Path model = save(sample, "refused" + arguments.size());
                Path config = model.resolve("config.json");
                Files.writeString(config, Files.readString(config).replace(change[0], change[1]));
                arguments.add(model.toString());
            }
            Path damaged = save(sample, "damaged");
            Path weights = damaged.resolve("model.safetensors");
            byte[] whole = Files.readAllBytes(weights);
            Files.write(weights, Arrays.copyOf(whole, whole.length - 9));
            arguments.add(damaged.toString());
        }
        Output output = python(arguments.toArray(String[]::new));
        assertThat(output.exit).as(output.error).isEqualTo(2);
        assertThat(output.error)
                .contains(
                        "format 3, only 2 is known here",
                        "model.lambda.twist is not known here",
                        "kind NEWER is not known here",
                        "tensor layers.0.tau.log_slope is not known here",
                        "layers.0.mlp.up.weight has shape [48, 12], config.json needs [36, 12]",
                        "model.safetensors is cut short in ");
        assertThat(output.out).isEmpty();
    }

    private static Path save(SampleModel sample, String name) throws IOException {
        Path model = directory.resolve(name);
        TrainedModel.of(
                        sample.model,
                        sample.laplacians,
                        sample.spread,
                        sample.gpt.parameters(),
                        sample.gpt.tau(),
                        TokenizerSource.bytes(),
                        null)
                .save(new org.apache.hadoop.fs.Path(model.toUri()), new Configuration());
        return model;
    }

    private static Output python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path error = directory.resolve("error");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(error.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("python3 took more than " + LIMIT_SECONDS + " s");
        }
        return new Output(process.exitValue(), Files.readString(out), Files.readString(error));
    }

    private static double[][] logits(String line) {
        JsonNode rows = Json.tree(line, "the logits");
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> StreamSupport.stream(row.spliterator(), false)
                        .mapToDouble(JsonNode::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static float[] narrow(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    private static double[] losses(double[][] logits, int[] window) {
        double[] losses = new double[logits.length];
        Arrays.setAll(
                losses, t -> Math.log(Arrays.stream(logits[t]).map(Math::exp).sum()) - logits[t][window[t + 1]]);
        return losses;
    }
}
