package io.tauspark.model;

import ai.djl.ndarray.NDManager;
import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.TokenizerIdentity;
import io.tauspark.corpus.TokenizerSource;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.store.Json;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A model at rest: {@code model.safetensors} with every parameter, τ and the head Laplacians, and {@code config.json}
 * with what its use needs beside them, and the tokenizer's file, where it has one.
 *
 * @param card what config.json says
 * @param tokenizer the one that it was trained with
 * @param parameters flat, in the order of {@link ParameterLayout}
 * @param tau [layers, heads] row-major
 * @param headLaplacians one [D, D] row-major per head
 */
public record TrainedModel(
        Card card, TokenizerSource tokenizer, float[] parameters, float[] tau, List<double[]> headLaplacians) {
    private static final int FORMAT = 2;
    private static final String WEIGHTS = "model.safetensors";
    private static final String CONFIG = "config.json";
    private static final String TAU = "attention.tau";
    private static final String LAPLACIANS = "attention.laplacians";

    /**
     * What config.json says.
     *
     * @param format version of this layout
     * @param model shape
     * @param tokenizer by which the tokenizer is known again
     * @param memory SHA-256 of the memory's manifold.parquet
     */
    public record Card(int format, ModelConfig model, TokenizerIdentity tokenizer, String memory) {}

    /** A copy of a live model. */
    public static TrainedModel of(TauGpt gpt, TokenizerSource tokenizer, String memory, List<double[]> headLaplacians) {
        Card card = new Card(FORMAT, gpt.config(), tokenizer.identity(), memory);
        return new TrainedModel(card, tokenizer, gpt.parameters(), gpt.tau(), headLaplacians);
    }

    /** Brings the model to life; the caller closes it. */
    public TauGpt open(NDManager parent) {
        TauGpt gpt = new TauGpt(card.model(), headLaplacians, parent);
        gpt.setParameters(parameters);
        gpt.setTau(tau);
        return gpt;
    }

    public void save(Path directory, Configuration hadoop) throws IOException {
        ModelConfig model = card.model();
        List<Tensor> tensors = new ArrayList<>();
        for (Slot slot : ParameterLayout.of(model).slots()) {
            FloatBuffer values = FloatBuffer.wrap(parameters, (int) slot.offset(), (int) slot.size());
            tensors.add(new Tensor(slot.name(), slot.shape(), values.slice()));
        }
        int depth = model.headWidth();
        tensors.add(Tensor.of(TAU, FloatBuffer.wrap(tau), model.layers(), model.heads()));
        DoubleBuffer laplacians = DoubleBuffer.allocate(model.heads() * depth * depth);
        headLaplacians.forEach(laplacians::put);
        tensors.add(Tensor.of(LAPLACIANS, laplacians.flip(), model.heads(), depth, depth));
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
        Path inside = new Path(run, "model");
        Path directory = Storage.of(run, hadoop).exists(new Path(inside, CONFIG)) ? inside : run;
        Path config = new Path(directory, CONFIG);
        if (!Storage.of(run, hadoop).exists(config)) {
            throw new InvalidInput("'" + run + "' holds no trained model; give the output of a finished train");
        }
        String json = Storage.readText(config, hadoop);
        String name = "model '" + config + "'";
        int format = Json.tree(json, name).path("format").asInt();
        if (format != FORMAT) {
            throw new InvalidInput(
                    name + " has format " + format + ", only " + FORMAT + " is known; use the TauSpark that wrote it");
        }
        Card card = Json.read(json, Card.class, name);
        TokenizerSource tokenizer = TokenizerSource.load(directory, card.tokenizer(), hadoop);
        return read(card, tokenizer, Safetensors.read(new Path(directory, WEIGHTS), hadoop));
    }

    private static TrainedModel read(Card card, TokenizerSource tokenizer, Safetensors tensors) {
        ParameterLayout layout = ParameterLayout.of(card.model());
        float[] parameters = new float[Math.toIntExact(layout.size())];
        for (Slot slot : layout.slots()) {
            float[] values = floats(tensors.tensor(slot.name()), slot.shape());
            System.arraycopy(values, 0, parameters, (int) slot.offset(), values.length);
        }
        long heads = card.model().heads();
        long depth = card.model().headWidth();
        float[] tau = floats(tensors.tensor(TAU), List.of((long) card.model().layers(), heads));
        Tensor stacked = tensors.tensor(LAPLACIANS);
        requireShape(stacked, List.of(heads, depth, depth));
        double[] all = new double[Math.toIntExact(heads * depth * depth)];
        ((DoubleBuffer) stacked.values()).duplicate().get(all);
        List<double[]> laplacians = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            int size = (int) (depth * depth);
            laplacians.add(Arrays.copyOfRange(all, head * size, (head + 1) * size));
        }
        return new TrainedModel(card, tokenizer, parameters, tau, laplacians);
    }

    private static float[] floats(Tensor tensor, List<Long> shape) {
        requireShape(tensor, shape);
        return tensor.floats();
    }

    private static void requireShape(Tensor tensor, List<Long> shape) {
        if (!tensor.shape().equals(shape)) {
            throw new InvalidInput("tensor '" + tensor.name() + "' has shape " + tensor.shape() + ", config.json needs "
                    + shape + "; the files are not of one model");
        }
    }
}
