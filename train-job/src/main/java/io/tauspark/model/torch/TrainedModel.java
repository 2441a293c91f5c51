package io.tauspark.model.torch;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.HeadLaplacians.Stack;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.Precision;
import io.tauspark.model.Regime;
import io.tauspark.model.SpreadFactors;
import io.tauspark.store.Json;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import io.tauspark.tokens.TokenizerIdentity;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model at rest: {@code model.safetensors} with every parameter, τ and the head Laplacians, and {@code config.json}
 * with what its use needs beside them, and the tokenizer's file, where it has one.
 *
 * @param card what config.json says
 * @param tokenizer the one that it was trained with
 * @param parameters flat, in the order of {@link ParameterLayout}
 * @param tau of all key heads with λ, layer by layer
 * @param laplacians what the heads see of the memory
 * @param spread factors along which activation spreads
 */
public record TrainedModel(
        Card card,
        TokenizerSource tokenizer,
        float[] parameters,
        float[] tau,
        HeadLaplacians laplacians,
        SpreadFactors spread) {
    private static final int FORMAT = 2;
    private static final String WEIGHTS = "model.safetensors";
    private static final String CONFIG = "config.json";
    private static final String TAU = "attention.tau";
    private static final String LAPLACIAN = "attention.laplacian.";
    private static final String SPREAD = "spread.factors";
    private static final String SEPARATOR = "spread.separator";

    /**
     * The content of config.json.
     *
     * @param format version of this layout
     * @param model shape
     * @param tokenizer by which the tokenizer is known again
     * @param memory SHA-256 of the memory's manifold.parquet, or null without one
     * @param features of the memory; 0 without one
     */
    public record Card(
            int format,
            ModelConfig model,
            TokenizerIdentity tokenizer,
            @Nullable String memory,
            int features) {}

    /** A copy of a live model. */
    public static TrainedModel of(TauGpt gpt, TokenizerSource tokenizer, @Nullable String memory) {
        return of(
                gpt.config(),
                gpt.buffers().laplacians(),
                gpt.buffers().spread(),
                gpt.parameters(),
                gpt.tau(),
                tokenizer,
                memory);
    }

    /** A model of parameters and τ that came from a live one. */
    public static TrainedModel of(
            ModelConfig model,
            HeadLaplacians laplacians,
            SpreadFactors spread,
            float[] parameters,
            float[] tau,
            TokenizerSource tokenizer,
            @Nullable String memory) {
        Card card = new Card(FORMAT, model, tokenizer.identity(), memory, laplacians.features());
        return new TrainedModel(card, tokenizer, parameters, tau, laplacians, spread);
    }

    /** Brings the model to life in single precision; the caller closes it. */
    public TauGpt open(NDManager parent) {
        TauGpt gpt = open(parent, Precision.FLOAT32);
        gpt.setParameters(parameters);
        gpt.setTau(tau);
        return gpt;
    }

    /** Brings a model of these parts to life with all parameters zero, in a precision; the caller closes it. */
    public TauGpt open(NDManager parent, Precision precision) {
        return new TauGpt(card.model(), laplacians, spread, parent, precision, LambdaKernel.EXACT);
    }

    public void save(Path directory, Configuration hadoop) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        for (Slot slot : ParameterLayout.of(card.model(), card.features()).slots()) {
            FloatBuffer values = FloatBuffer.wrap(parameters, (int) slot.offset(), (int) slot.size());
            tensors.add(new Tensor(slot.name(), slot.shape(), values.slice()));
        }
        if (tau.length > 0) {
            tensors.add(Tensor.of(TAU, FloatBuffer.wrap(tau), tau.length));
        }
        laplacians
                .stacks()
                .forEach((name, stack) -> tensors.add(Tensor.of(
                        LAPLACIAN + name,
                        DoubleBuffer.wrap(stack.values()),
                        stack.count(),
                        stack.size(),
                        stack.size())));
        if (spread.rank() > 0) {
            int[] separator = {spread.separator()};
            tensors.add(Tensor.of(
                    SPREAD, FloatBuffer.wrap(spread.values()), card.model().vocabulary(), spread.rank()));
            tensors.add(Tensor.of(SEPARATOR, IntBuffer.wrap(separator)));
        }
        new Safetensors(Map.of("format", "tauspark"), tensors).write(new Path(directory, WEIGHTS), hadoop);
        tokenizer.save(directory, hadoop);
        Storage.writeText(new Path(directory, CONFIG), Json.pretty(card), hadoop);
    }

    /**
     * Reads a model.
     *
     * @param run directory of a run, or of a model itself
     * @throws InvalidInput if there is none, or it is damaged
     */
    public static TrainedModel load(Path run, Configuration hadoop) throws IOException {
        Path directory = directory(run, hadoop);
        Card card = card(run, directory, hadoop);
        TokenizerSource tokenizer = TokenizerSource.load(directory, card.tokenizer(), hadoop);
        Safetensors tensors = Safetensors.read(new Path(directory, WEIGHTS), hadoop);
        try {
            return read(card, tokenizer, tensors);
        } catch (InvalidInput | ArithmeticException damaged) {
            throw new InvalidInput(
                    "%s and %s do not belong together: %s".formatted(name(directory), WEIGHTS, Excerpt.reason(damaged)),
                    damaged);
        }
    }

    /**
     * Reads what config.json says, for somebody who leaves the model to others.
     *
     * @throws InvalidInput if there is no model, its tokenizer is gone, or the file of its weights is cut off
     */
    public static Card card(Path run, Configuration hadoop) throws IOException {
        Path directory = directory(run, hadoop);
        Card card = card(run, directory, hadoop);
        TokenizerSource unused = TokenizerSource.load(directory, card.tokenizer(), hadoop);
        Safetensors.requireWhole(new Path(directory, WEIGHTS), hadoop);
        return card;
    }

    private static Card card(Path run, Path directory, Configuration hadoop) throws IOException {
        Path config = new Path(directory, CONFIG);
        if (!Storage.of(run, hadoop).exists(config)) {
            throw new InvalidInput("'" + run + "' holds no trained model; give the output of a finished train");
        }
        String json = Storage.readText(config, hadoop);
        String name = name(directory);
        JsonNode format = Json.tree(json, name).path("format");
        if (!format.isInt() || format.intValue() != FORMAT) {
            throw new InvalidInput(name + " has format " + Excerpt.line(format) + ", only " + FORMAT
                    + " is known; use the TauSpark that wrote it");
        }
        return Json.read(json, Card.class, name);
    }

    private static String name(Path directory) {
        return "model '" + new Path(directory, CONFIG) + "'";
    }

    /** The checksum of the parameters of the model of a run, or of a model itself. */
    public static String sha256(Path run, Configuration hadoop) throws IOException {
        return Sha256.of(new Path(directory(run, hadoop), WEIGHTS), hadoop);
    }

    /** The directory of the model of a run, or of a model itself. */
    public static Path directory(Path run, Configuration hadoop) throws IOException {
        Path inside = new Path(run, "model");
        return Storage.of(run, hadoop).exists(new Path(inside, CONFIG)) ? inside : run;
    }

    /** @throws ArithmeticException if the card tells of more parameters than can be counted */
    private static TrainedModel read(Card card, TokenizerSource tokenizer, Safetensors tensors) {
        int layers = card.model().layers();
        // Before anything is made for each of them.
        if (layers > tensors.tensors().size() || card.features() < 0) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "there cannot be %d layers in %d tensors, or %d features",
                    layers,
                    tensors.tensors().size(),
                    card.features()));
        }
        ParameterLayout layout = ParameterLayout.of(card.model(), card.features());
        for (Slot slot : layout.slots()) {
            requireShape(tensors.tensor(slot.name()), slot.shape());
        }
        float[] parameters = new float[Math.toIntExact(layout.size())];
        for (Slot slot : layout.slots()) {
            float[] values = floats(tensors, slot.name(), slot.shape());
            System.arraycopy(values, 0, parameters, (int) slot.offset(), values.length);
        }
        List<HeadGroup> groups = AttentionStack.withLambda(card.model());
        long keyHeads = groups.stream().mapToLong(HeadGroup::keyHeads).sum();
        float[] tau = keyHeads == 0 ? new float[0] : floats(tensors, TAU, List.of(keyHeads));
        Map<String, Stack> stacks = new LinkedHashMap<>();
        for (HeadGroup group : groups) {
            stacks.computeIfAbsent(HeadLaplacians.name(group), name -> stack(tensors, name, group, card.features()));
        }
        return new TrainedModel(
                card,
                tokenizer,
                parameters,
                tau,
                new HeadLaplacians(card.features(), stacks),
                spread(card.model(), tensors));
    }

    private static SpreadFactors spread(ModelConfig model, Safetensors tensors) {
        int rank = model.memory().spread().rank();
        if (rank == 0) {
            return SpreadFactors.NONE;
        }
        requireShape(tensors.tensor(SEPARATOR), List.of());
        int separator = tensors.values(SEPARATOR, IntBuffer.class).get();
        return new SpreadFactors(
                rank, separator, floats(tensors, SPREAD, List.of((long) model.vocabulary(), (long) rank)));
    }

    private static Stack stack(Safetensors tensors, String name, HeadGroup group, int features) {
        int count = group.regime() == Regime.KRON ? group.keyHeads() : 1;
        int size = group.regime() == Regime.KRON ? group.width() : features;
        requireShape(tensors.tensor(LAPLACIAN + name), List.of((long) count, (long) size, (long) size));
        DoubleBuffer stacked = tensors.values(LAPLACIAN + name, DoubleBuffer.class);
        double[] values = new double[stacked.remaining()];
        stacked.get(values);
        return new Stack(count, size, values);
    }

    private static float[] floats(Safetensors tensors, String name, List<Long> shape) {
        requireShape(tensors.tensor(name), shape);
        FloatBuffer values = tensors.values(name, FloatBuffer.class);
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return copy;
    }

    private static void requireShape(Tensor tensor, List<Long> shape) {
        if (!tensor.shape().equals(shape)) {
            throw new InvalidInput("tensor '" + tensor.name() + "' has shape " + Excerpt.line(tensor.shape())
                    + ", config.json needs " + shape + "; the files are not of one model");
        }
    }
}
