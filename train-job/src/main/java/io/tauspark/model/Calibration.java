package io.tauspark.model;

import io.tauspark.memory.Taumode;
import java.util.Arrays;

/** Sets τ and temperature from a batch, before training. They are frozen, or learned, from there on. */
final class Calibration {
    private final TauGpt gpt;
    private final int heads;
    private final float[] tau;
    private final float[] logTemperature;

    Calibration(TauGpt gpt) {
        this.gpt = gpt;
        this.heads = gpt.config().heads();
        this.tau = new float[gpt.config().layers() * heads];
        this.logTemperature = new float[tau.length];
        Arrays.fill(tau, 1);
    }

    void run(int[][] windows) {
        int tokens = windows[0].length - 1;
        for (int layer = 0; layer < gpt.config().layers(); layer++) {
            float[] energies = gpt.energies(windows, layer);
            for (int head = 0; head < heads; head++) {
                double[] queries = select(energies, 0, windows.length, head, tokens);
                double[] keys = select(energies, energies.length / 2, windows.length, head, tokens);
                set(layer * heads + head, queries, keys);
            }
            gpt.setTau(tau);
            gpt.setLogTemperature(logTemperature);
        }
    }

    private void set(int index, double[] queries, double[] keys) {
        double median = Taumode.median(keys);
        double[] lambdas = new double[queries.length + keys.length];
        for (int i = 0; i < queries.length; i++) {
            lambdas[i] = Taumode.lambda(queries[i], median);
            lambdas[queries.length + i] = Taumode.lambda(keys[i], median);
        }
        tau[index] = (float) median;
        logTemperature[index] = (float) Math.log(Math.max(deviation(lambdas), TauGpt.LEAST_TEMPERATURE));
    }

    private double[] select(float[] energies, int start, int windows, int head, int tokens) {
        double[] selected = new double[windows * tokens];
        for (int window = 0; window < windows; window++) {
            for (int i = 0; i < tokens; i++) {
                selected[window * tokens + i] = energies[start + (window * heads + head) * tokens + i];
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
