package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelsTest {
    private final TextModel.Spec torch;
    private final TextModel.Spec onnx;

    SharedModelsTest(@TempDir Path directory) throws IOException {
        torch = spec(TinyModels.torch(directory.resolve("torch"), false));
        onnx = spec(TinyModels.onnx(directory.resolve("onnx"), "input_ids", "attention_mask"));
    }

    @AfterEach
    void closeAll() {
        SharedModels.closeIdle();
    }

    @Test
    void loadsAModelOnceForAllItsTasks() throws IOException {
        try (SharedModels.Use first = use(torch);
                SharedModels.Use second = use(torch);
                SharedModels.Use other = use(onnx)) {
            assertThat(second.model()).isSameAs(first.model());
            assertThat(other.model()).isNotSameAs(first.model());
        }
    }

    @Test
    void keepsAModelForTheNextTaskUntilAnotherIsWanted() throws IOException {
        TextModel kept;
        try (SharedModels.Use first = use(torch)) {
            kept = first.model();
        }
        try (SharedModels.Use next = use(torch);
                SharedModels.Use other = use(onnx)) {
            assertThat(next.model()).isSameAs(kept);
            assertThat(other.model().tokens("w1").ids()).containsExactly(1);
            assertThat(next.model().predictor(Pooling.NONE, false, 1).vectors(List.of("w1")))
                    .isDeepEqualTo(new double[][] {TinyModels.vector(Pooling.NONE, false, 1)});
        }
        try (SharedModels.Use other = use(spec(Path.of(onnx.model()), 3))) {
            assertThat(other.model()).isNotSameAs(kept);
            assertThatThrownBy(() -> kept.tokens("w1")).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void takesAModelWithoutAChecksumForWhatItsFilesAreNow() throws IOException {
        TextModel.Spec any = torch.of("");
        try (SharedModels.Use first = use(torch);
                SharedModels.Use same = use(any)) {
            assertThat(same.model()).isSameAs(first.model());
            Files.writeString(Path.of(torch.model()).resolve("tokenizer.json"), "\n", StandardOpenOption.APPEND);
            try (SharedModels.Use changed = use(any)) {
                assertThat(changed.model().sha256()).isNotEqualTo(torch.sha256());
            }
        }
    }

    @Test
    void endsAUseOnce() throws IOException {
        SharedModels.Use first = use(torch);
        SharedModels.Use second = use(torch);
        first.close();
        first.close();
        SharedModels.closeIdle();
        assertThat(second.model().tokens("w1").ids()).containsExactly(1);
        second.close();
    }

    @Test
    void keepsNothingOfAModelThatCannotBeLoaded() throws IOException {
        TextModel.Spec wrong = new TextModel.Spec(torch.model(), "auto", 9, false, "0".repeat(64));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> use(wrong)).isInstanceOf(InvalidInput.class);
        }
        use(torch).close();
    }

    private static SharedModels.Use use(TextModel.Spec spec) throws IOException {
        return SharedModels.use(spec, Device.cpu(), 1, new Configuration());
    }

    private static TextModel.Spec spec(Path model) throws IOException {
        return spec(model, 9);
    }

    private static TextModel.Spec spec(Path model, int maxLength) throws IOException {
        return new TextModel.Spec(model.toString(), "auto", maxLength, false, FileChecksums.under(model));
    }
}
