package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of a model's directory.
 *
 * @param engine that runs the model
 * @param model the file with the model
 * @param tokenizer the file {@code tokenizer.json}
 * @param sha256 {@link FileChecksums} of all files of the directory
 */
record ModelFiles(ModelEngine engine, Path model, Path tokenizer, String sha256) {
    static final String TOKENIZER = "tokenizer.json";

    /**
     * Looks through a directory, and those in it.
     *
     * @param source names the model in messages
     * @param engine DJL's name of the wanted engine, or {@code auto}
     * @throws InvalidInput unless there is one model for the engine, and a tokenizer
     */
    static ModelFiles in(Path directory, String source, String engine) throws IOException {
        Optional<ModelEngine> wanted = ModelEngine.named(engine);
        List<Path> models;
        List<Path> tokenizers;
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            models = files.stream()
                    .filter(file -> engineOf(file).isPresent()
                            && (wanted.isEmpty() || engineOf(file).equals(wanted)))
                    .toList();
            tokenizers = files.stream().filter(file -> file.endsWith(TOKENIZER)).toList();
        }
        if (models.size() != 1) {
            throw new InvalidInput("model '%s' needs one file %s for engine %s, it has %s"
                    .formatted(
                            source,
                            wanted.map(one -> "*" + one.extension).orElse("*.pt or *.onnx"),
                            engine,
                            names(directory, models)));
        }
        if (tokenizers.size() != 1) {
            throw new InvalidInput("model '%s' needs one file %s, it has %s; export the tokenizer beside the model"
                    .formatted(source, TOKENIZER, names(directory, tokenizers)));
        }
        Path model = models.get(0);
        return new ModelFiles(engineOf(model).orElseThrow(), model, tokenizers.get(0), FileChecksums.under(directory));
    }

    private static Optional<ModelEngine> engineOf(Path file) {
        return Arrays.stream(ModelEngine.values())
                .filter(engine -> file.toString().endsWith(engine.extension))
                .findFirst();
    }

    private static String names(Path directory, List<Path> files) {
        return files.isEmpty()
                ? "none"
                : files.size() + ": "
                        + String.join(
                                ", ",
                                files.stream()
                                        .map(file -> directory.relativize(file).toString())
                                        .toList());
    }
}
