package io.tauspark.train.state;

import io.tauspark.model.torch.TrainedModel;
import org.jspecify.annotations.Nullable;

/**
 * The mean of models of one training, parameter by parameter and τ by τ, as a running mean: it takes no more memory for
 * more of them, and equal values stay what they are to the bit.
 *
 * <p>Source: Izmailov et al., Averaging Weights Leads to Wider Optima and Better Generalization, 2018.
 */
final class ModelMean {
    private @Nullable TrainedModel first;
    private float[] parameters = new float[0];
    private float[] tau = new float[0];
    private int count;

    /** Takes a model in. */
    void add(TrainedModel model) {
        count++;
        if (first == null) {
            first = model;
            parameters = model.parameters().clone();
            tau = model.tau().clone();
        } else {
            move(parameters, model.parameters());
            move(tau, model.tau());
        }
    }

    /** The mean of those that were taken in, of which there must be one. */
    TrainedModel model() {
        if (first == null) {
            throw new IllegalStateException("there is no model to take the mean of");
        }
        return new TrainedModel(first.card(), first.tokenizer(), parameters, tau, first.laplacians(), first.spread());
    }

    private void move(float[] mean, float[] next) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] += (next[i] - mean[i]) / count;
        }
    }
}
