package io.tauspark.model;

import java.util.Arrays;
import java.util.List;

/** TauGPT in plain double arithmetic, written from the formulas and nothing else, one window at a time. */
final class ReferenceTauGpt {
    private final ModelConfig model;
    private final ParameterLayout layout;
    private final List<double[]> laplacians;
    private final double[] parameters;
    private final double[] tau;

    ReferenceTauGpt(ModelConfig model, List<double[]> laplacians, double[] parameters, double[] tau) {
        this.model = model;
        this.layout = ParameterLayout.of(model);
        this.laplacians = laplacians;
        this.parameters = parameters;
        this.tau = tau;
    }

    /** Negative log-likelihood of each target of one window. */
    double[] losses(int[] window) {
        int tokens = window.length - 1;
        double[] embedding = parameter("embedding.weight");
        double[] head = parameter("head.weight");
        int width = model.width();
        double[][] x = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            x[t] = Arrays.copyOfRange(embedding, window[t] * width, (window[t] + 1) * width);
        }
        for (int layer = 0; layer < model.layers(); layer++) {
            layer(x, layer);
        }
        double[] losses = new double[tokens];
        for (int t = 0; t < tokens; t++) {
            double[] z = times(head, norm(x[t]));
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                z[i] = model.softcap() * Math.tanh(z[i] / model.softcap());
                sum += Math.exp(z[i]);
            }
            losses[t] = Math.log(sum) - z[window[t + 1]];
        }
        return losses;
    }

    private void layer(double[][] x, int layer) {
        String prefix = "layers." + layer + ".";
        int tokens = x.length;
        int width = model.width();
        double[][] qkv = new double[tokens][];
        double[][] keyWeights = keyWeights(x, layer);
        for (int t = 0; t < tokens; t++) {
            qkv[t] = times(parameter(prefix + "attention.qkv.weight"), norm(x[t]));
        }
        for (int t = 0; t < tokens; t++) {
            double[] mixed = new double[width];
            for (int head = 0; head < model.heads(); head++) {
                attend(qkv, keyWeights[head], t, layer, head, mixed);
            }
            add(x[t], times(parameter(prefix + "attention.out.weight"), mixed));
        }
        for (int t = 0; t < tokens; t++) {
            double[] hidden = times(parameter(prefix + "mlp.up.weight"), norm(x[t]));
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = hidden[i] > 0 ? hidden[i] * hidden[i] : 0;
            }
            add(x[t], times(parameter(prefix + "mlp.down.weight"), hidden));
        }
    }

    private void attend(double[][] qkv, double[] keyWeight, int t, int layer, int head, double[] into) {
        int width = model.width();
        int depth = model.headWidth();
        int index = layer * model.heads() + head;
        double temperature = Math.exp(parameter("attention.log_temperature")[index]);
        double query = lambda(qkv[t], head * depth, head, tau[index]);
        double total = 0;
        double[] sum = new double[depth];
        for (int j = 0; j <= t; j++) {
            double key = lambda(qkv[j], width + head * depth, head, tau[index]);
            // Only ratios matter, so the query's own key weight serves as the reference.
            double p = Math.exp(-Math.abs(query - key) / temperature + keyWeight[j] - keyWeight[t]);
            total += p;
            for (int d = 0; d < depth; d++) {
                sum[d] += p * qkv[j][2 * width + head * depth + d];
            }
        }
        for (int d = 0; d < depth; d++) {
            into[head * depth + d] = sum[d] / total;
        }
    }

    private double[][] keyWeights(double[][] x, int layer) {
        double[][] weights = new double[model.heads()][x.length];
        for (int head = 0; head < model.heads(); head++) {
            int index = layer * model.heads() + head;
            double gates = 0;
            for (int t = 0; t < x.length; t++) {
                if (model.keyWeight() == KeyWeight.SLOPE) {
                    weights[head][t] = t * Math.exp(parameter("attention.log_slope")[index]);
                } else {
                    double[] z = times(parameter("layers." + layer + ".attention.key.weight"), norm(x[t]));
                    double gate = z[model.heads() + head] + parameter("attention.forget_bias")[index];
                    gates += -Math.log1p(Math.exp(-gate));
                    weights[head][t] = z[head] - gates;
                }
            }
        }
        return weights;
    }

    private double lambda(double[] row, int start, int head, double tau) {
        int depth = model.headWidth();
        double numerator = 0;
        double square = 0;
        for (int i = 0; i < depth; i++) {
            for (int j = 0; j < depth; j++) {
                numerator += row[start + i] * laplacians.get(head)[i * depth + j] * row[start + j];
            }
            square += row[start + i] * row[start + i];
        }
        double energy = Math.max(numerator, 0) / (square + 1e-6);
        return energy / (energy + tau);
    }

    private double[] parameter(String name) {
        return layout.slots().stream()
                .filter(slot -> slot.name().equals(name))
                .map(slot -> Arrays.copyOfRange(parameters, (int) slot.offset(), (int) (slot.offset() + slot.size())))
                .findFirst()
                .orElseThrow();
    }

    private static double[] norm(double[] x) {
        double mean = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
        double scale = 1 / Math.sqrt(mean + 1e-6);
        return Arrays.stream(x).map(v -> v * scale).toArray();
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
