package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sentence transformer all-MiniLM-L6-v2 as LangChain4j packages it: a user adds its jar, in single precision or
 * quantised, and names it. What it gives depends on the jar, which the checksum tells.
 */
final class PackagedModel {
    /** Its name where others have a directory or a URL. */
    static final String NAME = "minilm";

    private static final String SINGLE = "all-minilm-l6-v2";
    private static final String QUANTISED = SINGLE + "-q";

    private PackagedModel() {}

    /**
     * Writes its files to a new directory, as that of a model has them.
     *
     * @param loader of the task, which knows jars that were added to a job; where both models are, single precision wins
     * @throws InvalidInput if there is none
     */
    static Path unpack(ClassLoader loader) throws IOException {
        for (String model : List.of(SINGLE, QUANTISED)) {
            try (InputStream network = loader.getResourceAsStream(model + ".onnx");
                    InputStream tokenizer = loader.getResourceAsStream(model + "-tokenizer.json")) {
                if (network != null && tokenizer != null) {
                    Path directory = Files.createTempDirectory("tauspark-model");
                    Files.copy(network, directory.resolve("model.onnx"));
                    Files.copy(tokenizer, directory.resolve(ModelFiles.TOKENIZER));
                    return directory;
                }
            }
        }
        throw new InvalidInput(("model '%s' is in no jar of this job; add --spark --packages %s --exclude-packages"
                        + " dev.langchain4j:langchain4j-embeddings, or %s in place of the first, which is"
                        + " quantised; a directory of that name is './%1$s'")
                .formatted(NAME, artefact(SINGLE), artefact(QUANTISED)));
    }

    private static String artefact(String model) {
        return "dev.langchain4j:langchain4j-embeddings-" + model + ":0.36.2";
    }
}
