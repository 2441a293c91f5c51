package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextModelTest {
    /** Everything in the small models is exact but means and lengths. */
    private static final double TOLERANCE = 1e-6;

    private static final int[] SHORT = {5};
    private static final int[] MIDDLE = {7, 2, 19};
    private static final int[] LONG = {1, 4, 9, 16, 25, 36};

    private final Path directory;

    TextModelTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @CsvSource({
        "PyTorch,MEAN,true",
        "PyTorch,CLS,false",
        "PyTorch,MAX,true",
        "PyTorch,NONE,false",
        "PyTorch,MEAN,false",
        "OnnxRuntime,MEAN,true",
        "OnnxRuntime,CLS,false",
        "OnnxRuntime,MAX,true",
        "OnnxRuntime,NONE,false"
    })
    void givesTheVectorsThatItsFormulaSays(String engine, Pooling pooling, boolean normalise) throws IOException {
        try (TextModel model = load(engine)) {
            assertThat(model.engine().djlName).isEqualTo(engine);
            double[][] found = vectors(model, pooling, normalise, 32, SHORT, MIDDLE, LONG, SHORT);
            assertVector(found[0], TinyModels.vector(pooling, normalise, SHORT));
            assertVector(found[1], TinyModels.vector(pooling, normalise, MIDDLE));
            assertVector(found[2], TinyModels.vector(pooling, normalise, LONG));
            assertVector(found[3], TinyModels.vector(pooling, normalise, SHORT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "OnnxRuntime"})
    void givesATextTheSameVectorAloneAndAmongOthers(String engine) throws IOException {
        try (TextModel model = load(engine)) {
            double[] alone = vectors(model, Pooling.MEAN, true, 32, MIDDLE)[0];
            for (int batch : new int[] {1, 2, 32}) {
                double[][] found = vectors(model, Pooling.MEAN, true, batch, LONG, MIDDLE, SHORT, MIDDLE, MIDDLE);
                assertVector(found[1], alone);
                assertVector(found[3], alone);
                assertVector(found[4], alone);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "OnnxRuntime"})
    void givesATextWithoutTokensAZeroVector(String engine) throws IOException {
        try (TextModel model = load(engine);
                TextPredictor predictor = model.predictor(Pooling.MEAN, true, 4)) {
            assertThat(predictor.vectors(List.of("", "  ")))
                    .isDeepEqualTo(new double[][] {new double[TinyModels.WIDTH], new double[TinyModels.WIDTH]});
        }
    }

    @Test
    void cutsTextsAtItsOwnLengthWhateverTheTokenizerFileSays() throws IOException {
        Path model = TinyModels.torch(directory, false);
        try (TextModel five = load(new TextModel.Spec(model.toString(), "auto", 5, false, ""))) {
            assertThat(five.tokens(TinyModels.text(LONG)).ids()).containsExactly(1, 4, 9, 16, 25);
            assertThat(five.tokens(TinyModels.text(SHORT)).ids()).containsExactly(5);
        }
    }

    @Test
    void givesTokenTypesToAModelThatTakesThem() throws IOException {
        Path torch = TinyModels.torch(directory.resolve("torch"), true);
        Path onnx = TinyModels.onnx(directory.resolve("onnx"), "token_type_ids", "attention_mask", "input_ids");
        for (TextModel.Spec spec : List.of(
                new TextModel.Spec(torch.toString(), "auto", 9, true, ""),
                new TextModel.Spec(onnx.toString(), "auto", 9, false, ""))) {
            try (TextModel model = load(spec)) {
                double[][] found = vectors(model, Pooling.MEAN, false, 2, MIDDLE);
                assertVector(found[0], TinyModels.vector(Pooling.MEAN, false, MIDDLE));
            }
        }
    }

    @Test
    void refusesAModelWithAnInputThatNoTextHas() {
        Path onnx = TinyModels.onnx(directory, "input_ids", "attention_mask", "pixel_values");
        assertRefused(onnx, "auto").hasMessageContaining("takes an input 'pixel_values'");
    }

    @Test
    void refusesAPoolingThatTheOutputDoesNotFit() throws IOException {
        try (TextModel model =
                load(new TextModel.Spec(TinyModels.torch(directory, true).toString(), "auto", 9, false, ""))) {
            assertThatThrownBy(() -> model.predictor(Pooling.MEAN, true, 1))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("the model fails on texts of 1 tokens");
        }
    }

    @Test
    void refusesFilesOtherThanThoseWanted() throws IOException {
        Path model = TinyModels.torch(directory, false);
        String sha256;
        try (TextModel any = load(new TextModel.Spec(model.toString(), "auto", 9, false, ""))) {
            sha256 = any.sha256();
        }
        TextModel.Spec same = new TextModel.Spec(model.toString(), "auto", 9, false, sha256);
        load(same).close();
        Files.writeString(model.resolve("tokenizer.json"), "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> load(same))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("model '" + model)
                .hasMessageContaining("has checksum " + FileChecksums.under(model) + " here")
                .hasMessageContaining("made with " + sha256);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertRefused(directory.resolve("nowhere"), "auto").hasMessageContaining("is no directory");
        Path model = TinyModels.torch(directory.resolve("model"), false);
        assertRefused(model, "TensorFlow").hasMessage("engine 'TensorFlow' is none of auto, PyTorch, OnnxRuntime");
        assertRefused(model, "OnnxRuntime")
                .hasMessageContaining("needs one file *.onnx for engine OnnxRuntime, it has none");
        Files.copy(model.resolve("model.pt"), model.resolve("other.pt"));
        assertRefused(model, "auto").hasMessageContaining("it has 2: model.pt, other.pt");
        Files.delete(model.resolve("other.pt"));
        Files.writeString(model.resolve("model.pt"), "no archive");
        assertRefused(model, "auto").hasMessageContaining("cannot be used: model.pt");
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        assertRefused(model, "auto").hasMessageContaining("cannot be used: tokenizer.json");
        Files.delete(model.resolve("tokenizer.json"));
        assertRefused(model, "auto").hasMessageContaining("needs one file tokenizer.json, it has none");
    }

    @ParameterizedTest
    @EnumSource(ModelEngine.class)
    void refusesAGpuThatTheEngineDoesNotFind(ModelEngine engine) {
        TextModel.Spec spec = new TextModel.Spec(model(engine.djlName).toString(), engine.djlName, 9, false, "");
        assertThatThrownBy(() -> TextModel.load(spec, Device.gpu(3), 1, new Configuration()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("GPU 3, but " + engine.djlName + " finds");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Path model, String engine) {
        return assertThatThrownBy(() -> load(new TextModel.Spec(model.toString(), engine, 9, false, "")))
                .isInstanceOf(InvalidInput.class);
    }

    private TextModel load(String engine) throws IOException {
        return load(new TextModel.Spec(model(engine).toString(), "auto", 256, false, ""));
    }

    private Path model(String engine) {
        return engine.equals("PyTorch")
                ? TinyModels.torch(directory, false)
                : TinyModels.onnx(directory, "input_ids", "attention_mask");
    }

    private static TextModel load(TextModel.Spec spec) throws IOException {
        return TextModel.load(spec, Device.cpu(), 1, new Configuration());
    }

    private static double[][] vectors(TextModel model, Pooling pooling, boolean normalise, int batch, int[]... texts) {
        try (TextPredictor predictor = model.predictor(pooling, normalise, batch)) {
            return predictor.vectors(Arrays.stream(texts).map(TinyModels::text).toList());
        }
    }

    private static void assertVector(double[] found, double[] expected) {
        assertThat(found).containsExactly(expected, within(TOLERANCE));
    }
}
