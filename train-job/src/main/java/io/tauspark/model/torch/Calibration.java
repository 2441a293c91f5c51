package io.tauspark.model.torch;

import io.tauspark.memory.Taumode;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import java.util.Arrays;
import java.util.List;

/**
 * Finds τ, and before training temperatures, from the energies of a batch. Layers are looked at in order, each on what the
 * ones before it give with the τ that was found for them.
 */
final class Calibration {
    private final TauGpt gpt;
    private final int parts;
    private final float[] tau;
    private final float[] logTemperature;

    /** @param parts ids at each place of a row */
    Calibration(TauGpt gpt, int parts) {
        this.gpt = gpt;
        this.parts = parts;
        this.tau = gpt.tau();
        this.logTemperature = gpt.logTemperature();
    }

    /** Sets τ and temperatures from rows of token ids. */
    void run(int[][] rows) {
        look(rows, true);
    }

    /** τ from rows of token ids; temperatures, which training has learnt, are left alone, and so is the model. */
    float[] tau(int[][] rows) {
        float[] before = gpt.tau();
        look(rows, false);
        gpt.setTau(before);
        return tau;
    }

    private void look(int[][] rows, boolean temperatures) {
        List<List<HeadGroup>> stack = AttentionStack.of(gpt.config());
        int group = 0;
        int firstKey = 0;
        int firstTemperature = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            for (HeadGroup heads : stack.get(layer)) {
                if (heads.hasLambda()) {
                    float[][] energies = gpt.energies(rows, parts, layer, group);
                    setTau(heads, energies[1], rows.length, firstKey);
                    if (temperatures && heads.learnsTemperature()) {
                        setTemperatures(heads, energies[0], energies[1], rows.length, firstKey, firstTemperature);
                        firstTemperature += heads.heads();
                    }
                    firstKey += heads.keyHeads();
                }
                group++;
            }
            gpt.setTau(tau);
            gpt.setLogTemperature(logTemperature);
        }
    }

    private void setTau(HeadGroup group, float[] keys, int rows, int firstKey) {
        for (int head = 0; group.tau() == null && head < group.keyHeads(); head++) {
            tau[firstKey + head] = (float) Taumode.median(select(keys, rows, group.keyHeads(), head));
        }
    }

    private void setTemperatures(
            HeadGroup group, float[] queries, float[] keys, int rows, int firstKey, int firstTemperature) {
        for (int head = 0; head < group.heads(); head++) {
            int keyHead = head * group.keyHeads() / group.heads();
            double own = tau[firstKey + keyHead];
            double[] lambdas = lambdas(
                    own, select(queries, rows, group.heads(), head), select(keys, rows, group.keyHeads(), keyHead));
            double temperature = Math.max(deviation(lambdas), group.leastTemperature());
            logTemperature[firstTemperature + head] = (float) Math.log(temperature);
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
