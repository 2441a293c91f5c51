package io.tauspark.model;

import io.tauspark.memory.Taumode;
import java.util.Arrays;
import java.util.List;

/** Sets τ and temperature from a batch, before training. They are frozen, or learned, from there on. */
final class Calibration {
    private final TauGpt gpt;
    private final float[] tau;
    private final float[] logTemperature;

    Calibration(TauGpt gpt) {
        this.gpt = gpt;
        this.tau = gpt.tau();
        this.logTemperature = gpt.logTemperature();
    }

    /** Calibrates on rows of token ids. */
    void run(int[][] rows) {
        List<List<HeadGroup>> stack = AttentionStack.of(gpt.config());
        int group = 0;
        int firstKey = 0;
        int firstTemperature = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            for (HeadGroup heads : stack.get(layer)) {
                if (heads.hasLambda()) {
                    float[][] energies = gpt.energies(rows, layer, group);
                    set(heads, energies[0], energies[1], rows.length, firstKey, firstTemperature);
                    firstKey += heads.keyHeads();
                    firstTemperature += heads.learnsTemperature() ? heads.heads() : 0;
                }
                group++;
            }
            gpt.setTau(tau);
            gpt.setLogTemperature(logTemperature);
        }
    }

    private void set(HeadGroup group, float[] queries, float[] keys, int rows, int firstKey, int firstTemperature) {
        if (group.tau() == null) {
            for (int head = 0; head < group.keyHeads(); head++) {
                tau[firstKey + head] = (float) Taumode.median(select(keys, rows, group.keyHeads(), head));
            }
        }
        if (group.learnsTemperature()) {
            for (int head = 0; head < group.heads(); head++) {
                int keyHead = head * group.keyHeads() / group.heads();
                double own = tau[firstKey + keyHead];
                double[] lambdas = lambdas(
                        own, select(queries, rows, group.heads(), head), select(keys, rows, group.keyHeads(), keyHead));
                double temperature = Math.max(deviation(lambdas), TauGpt.LEAST_TEMPERATURE);
                logTemperature[firstTemperature + head] = (float) Math.log(temperature);
            }
        }
    }

    private static double[] lambdas(double tau, double[] queries, double[] keys) {
        double[] lambdas = new double[queries.length + keys.length];
        for (int i = 0; i < queries.length; i++) {
            lambdas[i] = Taumode.lambda(queries[i], tau);
            lambdas[queries.length + i] = Taumode.lambda(keys[i], tau);
        }
        return lambdas;
    }

    /** The energies of one head from [rows, heads, tokens]. */
    private static double[] select(float[] energies, int rows, int heads, int head) {
        int tokens = energies.length / rows / heads;
        double[] selected = new double[rows * tokens];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < tokens; i++) {
                selected[row * tokens + i] = energies[(row * heads + head) * tokens + i];
            }
        }
        return selected;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0));
    }
}
