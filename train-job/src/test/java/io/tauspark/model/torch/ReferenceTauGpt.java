package io.tauspark.model.torch;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.HeadLaplacians.Stack;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.SpreadFactors;
import io.tauspark.model.torch.ReferenceAttention.LogKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** TauGPT in plain double arithmetic, written from the formulas and nothing else, one window at a time. */
final class ReferenceTauGpt {
    private final ModelConfig model;
    private final LambdaKernel lambdaKernel;
    private final ParameterLayout layout;
    private final HeadLaplacians laplacians;
    private final SpreadFactors spread;
    private final double[] parameters;
    private final double[] tau;
    private final List<Head> heads = new ArrayList<>();

    /** What one query head of the last window compared; no energies and no matches for a kind without λ. */
    record Head(LogKernel kernel, double[] keyWeights, double[] queryEnergies, double[] keyEnergies, BitSet[] matches) {

        /** Weights that a query gives to the keys that it can see. */
        double[] weights(int query) {
            return ReferenceAttention.weights(kernel, keyWeights, query);
        }
    }

    /**
     * Takes over a model's values.
     *
     * @param tau of all key heads with λ, layer by layer
     * @param lambdaKernel how heads with λ are computed
     */
    ReferenceTauGpt(
            ModelConfig model,
            HeadLaplacians laplacians,
            SpreadFactors spread,
            double[] parameters,
            double[] tau,
            LambdaKernel lambdaKernel) {
        this.model = model;
        this.lambdaKernel = lambdaKernel;
        this.layout = ParameterLayout.of(model, laplacians.features());
        this.laplacians = laplacians;
        this.spread = spread;
        this.parameters = parameters;
        this.tau = tau;
    }

    /** Negative log-likelihood of each target of one window. */
    double[] losses(int[] window) {
        heads.clear();
        int tokens = window.length - 1;
        double[] embedding = parameter("embedding.weight");
        double[] head = model.tied() ? embedding : parameter("head.weight");
        int width = model.width();
        double[][] x = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            x[t] = row(embedding, window[t], width);
        }
        double[][] embedded = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
        int firstKey = 0;
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < model.layers(); layer++) {
            if (model.shortcut().stream()) {
                double[] factors = parameter("layers." + layer + ".shortcut");
                for (int t = 0; t < tokens; t++) {
                    for (int i = 0; i < width; i++) {
                        x[t][i] = factors[0] * x[t][i] + factors[1] * embedded[t][i];
                    }
                }
            }
            layer(x, window, layer, stack.get(layer), firstKey);
            for (HeadGroup group : stack.get(layer)) {
                firstKey += group.hasLambda() ? group.keyHeads() : 0;
            }
        }
        double[] losses = new double[tokens];
        double[] bias = model.memory().biased() ? parameter("output_bias") : new double[model.vocabulary()];
        double[] activation = new double[spread.rank()];
        for (int t = 0; t < tokens; t++) {
            double[] z = times(head, norm(x[t]));
            activate(activation, window[t], z);
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                z[i] = model.softcap() == 0 ? z[i] : model.softcap() * Math.tanh(z[i] / model.softcap());
                z[i] += bias[i];
                sum += Math.exp(z[i]);
            }
            losses[t] = Math.log(sum) - z[window[t + 1]];
        }
        return losses;
    }

    /** One more token activates others: the state that spreads, which a separator empties, and what it adds to logits. */
    private void activate(double[] activation, int token, double[] logits) {
        int rank = activation.length;
        if (rank == 0) {
            return;
        }
        double stay = token == spread.separator() ? 0 : 1 / (1 + Math.exp(-parameter("spread.log_odds")[0]));
        double[] weights = parameter("spread.weights");
        for (int r = 0; r < rank; r++) {
            activation[r] = stay * activation[r] + spread.values()[token * rank + r];
        }
        for (int i = 0; i < logits.length; i++) {
            for (int r = 0; r < rank; r++) {
                logits[i] += spread.values()[i * rank + r] * weights[r] * activation[r];
            }
        }
    }

    /** The query heads of the window that was scored last, layer by layer. */
    List<Head> heads() {
        return List.copyOf(heads);
    }

    private void layer(double[][] x, int[] window, int layer, List<HeadGroup> groups, int firstKey) {
        String prefix = "layers." + layer + ".";
        double[][] normed = Arrays.stream(x).map(ReferenceTauGpt::norm).toArray(double[][]::new);
        double[][] mixed = new double[x.length][model.width()];
        int column = 0;
        int key = firstKey;
        for (HeadGroup group : groups) {
            for (int head = 0; head < group.heads(); head++) {
                double[][] y = attend(normed, window, layer, group, head, key);
                for (int t = 0; t < x.length; t++) {
                    System.arraycopy(y[t], 0, mixed[t], column, group.width());
                }
                column += group.width();
            }
            key += group.hasLambda() ? group.keyHeads() : 0;
        }
        for (int t = 0; t < x.length; t++) {
            add(x[t], times(parameter(prefix + "out.weight"), mixed[t]));
            double[] hidden = times(parameter(prefix + "mlp.up.weight"), norm(x[t]));
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = hidden[i] > 0 ? hidden[i] * hidden[i] : 0;
            }
            add(x[t], times(parameter(prefix + "mlp.down.weight"), hidden));
        }
    }

    /** Output [T][D] of one query head. */
    private double[][] attend(double[][] normed, int[] window, int layer, HeadGroup group, int head, int firstKey) {
        String prefix = ParameterLayout.prefix(layer, group);
        int keyHead = head * group.keyHeads() / group.heads();
        double[] c = keyWeights(normed, prefix, group, keyHead);
        double[] bias = new double[group.near()];
        if (bias.length > 0) {
            System.arraycopy(parameter(prefix + "near_bias"), head * bias.length, bias, 0, bias.length);
        }
        if (group.kind() == AttentionKind.MEAN) {
            double[][] v = vectors(normed, prefix + "value.weight", group, keyHead, false);
            addTokenValues(v, normed, window, layer, group, keyHead);
            LogKernel mean = ReferenceAttention.near(ReferenceAttention.mean(), bias);
            heads.add(new Head(mean, c, new double[0], new double[0], new BitSet[0]));
            return ReferenceAttention.attend(mean, c, v);
        }
        String qkv = prefix + "qkv.weight";
        double[][] q = vectors(normed, qkv, group, head, true);
        double[][] k = vectors(normed, qkv, group, group.heads() + keyHead, true);
        double[][] v = vectors(normed, qkv, group, group.heads() + group.keyHeads() + keyHead, false);
        addTokenValues(v, normed, window, layer, group, keyHead);
        Double fixed = group.temperature();
        double temperature = fixed == null ? Math.exp(parameter(prefix + "log_temperature")[head]) : fixed;
        double[] queries = new double[0];
        double[] keys = new double[0];
        if (group.hasLambda()) {
            queries = energies(q, prefix, group, keyHead);
            keys = energies(k, prefix, group, keyHead);
        }
        int delay = group.delays().get(keyHead);
        LogKernel score = group.hasLambda()
                ? kernel(queries, delayed(keys, delay), temperature, group, tau[firstKey + keyHead])
                : dot(q, delayed(k, delay), 1 / (temperature * Math.sqrt(group.width())));
        LogKernel kernel = ReferenceAttention.within(ReferenceAttention.near(score, bias), group.window());
        BitSet[] matches = matches(queries, delayed(keys, delay), temperature, firstKey + keyHead);
        heads.add(new Head(kernel, c, queries, keys, matches));
        return ReferenceAttention.attend(kernel, c, v);
    }

    /** Adds the values that tokens have of their own, times 2σ(w·x), if the layer has them. */
    private void addTokenValues(
            double[][] v, double[][] normed, int[] window, int layer, HeadGroup group, int keyHead) {
        // Every other layer, and the last one among them.
        if (!model.shortcut().values() || (model.layers() - layer) % 2 == 0) {
            return;
        }
        String prefix = ParameterLayout.prefix(layer, group);
        double[] gates = row(parameter(prefix + "value_gate.weight"), keyHead, model.width());
        double[] table = parameter(prefix + "token_values.weight");
        for (int t = 0; t < v.length; t++) {
            double gate = 2 / (1 + Math.exp(-product(gates, normed[t])));
            double[] own = row(table, window[t] * group.keyHeads() + keyHead, group.width());
            for (int i = 0; i < own.length; i++) {
                v[t][i] += gate * own[i];
            }
        }
    }

    private static double[] row(double[] matrix, int row, int width) {
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }

    /** For each query the keys whose λ is no further than the temperature from its own. */
    private BitSet[] matches(double[] queries, double[] keys, double temperature, int key) {
        BitSet[] found = new BitSet[queries.length];
        LogKernel distance = found.length == 0
                ? ReferenceAttention.mean()
                : ReferenceAttention.tau(lambdas(queries, tau[key]), lambdas(keys, tau[key]), temperature);
        for (int i = 0; i < found.length; i++) {
            found[i] = new BitSet();
            for (int j = 0; j <= i; j++) {
                found[i].set(j, distance.of(i, j) >= -1);
            }
        }
        return found;
    }

    private static double[] lambdas(double[] energies, double tau) {
        return Arrays.stream(energies).map(energy -> energy / (energy + tau)).toArray();
    }

    /** Energies of earlier keys; that of no key is zero. */
    private static double[] delayed(double[] energies, int delay) {
        double[] result = new double[energies.length];
        for (int t = delay; t < energies.length; t++) {
            result[t] = energies[t - delay];
        }
        return result;
    }

    private static double[][] delayed(double[][] keys, int delay) {
        double[][] result = new double[keys.length][];
        Arrays.setAll(result, t -> t < delay ? new double[keys[t].length] : keys[t - delay]);
        return result;
    }

    private static LogKernel dot(double[][] q, double[][] k, double scale) {
        return (i, j) -> scale * product(q[i], k[j]);
    }

    private LogKernel kernel(double[] queries, double[] keys, double temperature, HeadGroup group, double tau) {
        double[] a = lambdas(queries, tau);
        double[] b = lambdas(keys, tau);
        int cells = model.lambda().cells();
        if (group.kind() == AttentionKind.TAU && lambdaKernel.cells(group, cells) > 0) {
            return ReferenceAttention.coded(a, b, temperature, lambdaKernel.cells(group, cells), group.near());
        }
        return group.kind() == AttentionKind.GRID
                ? ReferenceAttention.grid(a, b, temperature, cells)
                : ReferenceAttention.tau(a, b, temperature);
    }

    private double[] energies(double[][] vectors, String prefix, HeadGroup group, int keyHead) {
        return Arrays.stream(vectors)
                .mapToDouble(x -> energy(x, prefix, group, keyHead))
                .toArray();
    }

    private double[][] vectors(double[][] normed, String name, HeadGroup group, int row, boolean score) {
        int depth = group.width();
        int size = depth * model.width();
        double[] matrix = Arrays.copyOfRange(parameter(name), row * size, (row + 1) * size);
        double[][] result = new double[normed.length][];
        for (int t = 0; t < normed.length; t++) {
            double[] x = times(matrix, normed[t]);
            if (group.clamp()) {
                x = Arrays.stream(x).map(v -> Math.max(-5, Math.min(5, v))).toArray();
            }
            if (score && group.rotate()) {
                x = rotated(x, t);
            }
            result[t] = score && group.normalise() ? norm(x) : x;
        }
        return result;
    }

    private static double[] rotated(double[] x, int position) {
        int half = x.length / 2;
        double[] y = new double[x.length];
        for (int i = 0; i < half; i++) {
            double angle = position * Math.pow(10000, -(double) i / half);
            y[i] = x[i] * Math.cos(angle) + x[i + half] * Math.sin(angle);
            y[i + half] = x[i + half] * Math.cos(angle) - x[i] * Math.sin(angle);
        }
        return y;
    }

    private double[] keyWeights(double[][] normed, String prefix, HeadGroup group, int head) {
        double[] weights = new double[normed.length];
        double gates = 0;
        for (int t = 0; t < normed.length; t++) {
            if (group.keyWeight() == KeyWeight.SLOPE) {
                weights[t] = t * Math.exp(parameter(prefix + "log_slope")[head]);
            } else if (group.keyWeight() == KeyWeight.LEARNED) {
                double[] z = times(parameter(prefix + "key.weight"), normed[t]);
                double gate = z[group.keyHeads() + head] + parameter(prefix + "forget_bias")[head];
                gates += group.forgets().get(head) ? -Math.log1p(Math.exp(-gate)) : 0;
                weights[t] = z[head] - gates;
            }
        }
        return weights;
    }

    private double energy(double[] vector, String prefix, HeadGroup group, int keyHead) {
        double[] x = vector;
        if (group.projected()) {
            double[] all = parameter(prefix + "projection.weight");
            int features = laplacians.features();
            x = new double[features];
            for (int d = 0; d < vector.length; d++) {
                for (int f = 0; f < features; f++) {
                    x[f] += vector[d] * all[(keyHead * vector.length + d) * features + f];
                }
            }
        }
        Stack stack = Objects.requireNonNull(laplacians.stacks().get(HeadLaplacians.name(group)));
        int start = stack.count() == 1 ? 0 : keyHead * stack.size() * stack.size();
        double numerator = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                numerator += x[i] * stack.values()[start + i * x.length + j] * x[j];
            }
        }
        return Math.max(numerator, 0) / (product(x, x) + 1e-6);
    }

    private double[] parameter(String name) {
        Slot slot = layout.slot(name);
        return Arrays.copyOfRange(parameters, (int) slot.offset(), (int) (slot.offset() + slot.size()));
    }

    private static double[] norm(double[] x) {
        double scale = 1 / Math.sqrt(product(x, x) / x.length + 1e-6);
        return Arrays.stream(x).map(v -> v * scale).toArray();
    }

    private static double product(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double[] times(double[] matrix, double[] x) {
        double[] y = new double[matrix.length / x.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += matrix[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }
}
