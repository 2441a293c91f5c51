package io.tauspark.embed;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.SystemBlas;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A sentence transformer with its tokenizer, in native memory; tasks may use it at the same time. */
final class TextModel implements AutoCloseable {
    private final Model model;
    private final HuggingFaceTokenizer tokenizer;
    private final List<ModelInput> inputs;
    private final ModelEngine engine;
    private final String sha256;

    /**
     * The model to load, as tasks are told.
     *
     * @param model its directory or URL, or {@value PackagedModel#NAME}
     * @param engine DJL's name of the engine, or {@code auto}
     * @param maxLength tokens of a text at most
     * @param tokenTypes whether a TorchScript model takes token types
     * @param sha256 checksum that its files must have; empty for any
     */
    record Spec(String model, String engine, int maxLength, boolean tokenTypes, String sha256) implements Serializable {
        /** The same with the files of a checksum. */
        Spec of(String files) {
            return new Spec(model, engine, maxLength, tokenTypes, files);
        }
    }

    private TextModel(
            Model model, HuggingFaceTokenizer tokenizer, List<ModelInput> inputs, ModelEngine engine, String sha256) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.inputs = inputs;
        this.engine = engine;
        this.sha256 = sha256;
    }

    /**
     * Fetches, checks and loads a model.
     *
     * @param threads of one operation; for PyTorch the first model of a JVM decides for all
     * @throws InvalidInput if it is missing, incomplete, not the one wanted, or cannot be loaded
     */
    static TextModel load(Spec spec, Device device, int threads, Configuration hadoop) throws IOException {
        ModelEngine.prepare(threads);
        ModelFiles files = ModelFiles.in(ModelSource.fetch(spec.model(), hadoop), spec.model(), spec.engine());
        if (!spec.sha256().isEmpty() && !spec.sha256().equals(files.sha256())) {
            throw new InvalidInput(
                    ("model '%s' has checksum %s here, the vectors were made with %s; restore its files, or"
                                    + " the jar that it came in, or build the memory again")
                            .formatted(spec.model(), files.sha256(), spec.sha256()));
        }
        if (files.engine() == ModelEngine.PYTORCH) {
            SystemBlas.requireNone();
        }
        HuggingFaceTokenizer tokenizer = tokenizer(files.tokenizer(), spec);
        Model model = Model.newInstance("embedder", checked(device, files.engine()), files.engine().djlName);
        try {
            Path file = files.model();
            model.load(
                    file.getParent(),
                    file.getFileName().toString(),
                    Map.of(
                            "mapLocation", "true",
                            "intraOpNumThreads", Integer.toString(threads),
                            "interOpNumThreads", "1"));
            return new TextModel(
                    model, tokenizer, ModelInput.of(files.engine(), model, spec), files.engine(), files.sha256());
        } catch (IOException | MalformedModelException | RuntimeException refused) {
            model.close();
            tokenizer.close();
            throw refused instanceof InvalidInput known ? known : broken(spec, files.model(), refused);
        }
    }

    /** The tokens of a text, cut at the longest length allowed; none if nothing in it is a token. */
    TextTokens tokens(String text) {
        Encoding encoding = tokenizer.encode(text);
        return new TextTokens(encoding.getIds(), encoding.getTypeIds());
    }

    /** A predictor for one thread, which closes it. */
    TextPredictor predictor(Pooling pooling, boolean normalise, int batch) {
        return new TextPredictor(this, model.newPredictor(new TextTranslator(inputs, pooling, normalise)), batch);
    }

    /** The engine that runs it. */
    ModelEngine engine() {
        return engine;
    }

    /** The checksum of its files. */
    String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }

    /** No padding: texts of one length go through the model together. */
    private static HuggingFaceTokenizer tokenizer(Path file, Spec spec) {
        String length = Integer.toString(spec.maxLength());
        try {
            return HuggingFaceTokenizer.builder(Map.of(
                            "maxLength", length, "modelMaxLength", length, "truncation", "true", "padding", "false"))
                    .optTokenizerPath(file)
                    .build();
        } catch (IOException | RuntimeException refused) {
            throw broken(spec, file, refused);
        }
    }

    private static Device checked(Device wanted, ModelEngine engine) {
        int gpus = wanted.isGpu() ? Engine.getEngine(engine.djlName).getGpuCount() : 0;
        if (wanted.isGpu() && wanted.getDeviceId() >= gpus) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "Spark gave the task GPU %d, but %s finds %d GPUs; install its native library for CUDA on"
                            + " the executors, or do not set spark.task.resource.gpu.amount",
                    wanted.getDeviceId(),
                    engine.djlName,
                    gpus));
        }
        return wanted;
    }

    private static InvalidInput broken(Spec spec, Path file, Exception cause) {
        return new InvalidInput(
                "model '%s' cannot be used: %s: %s".formatted(spec.model(), file.getFileName(), cause.getMessage()),
                cause);
    }
}
