package io.tauspark.run;

import java.util.List;

/**
 * The model that a run left in {@code model/}.
 *
 * @param rule by which it was chosen
 * @param step after which it was taken; of a mean, the last of its models
 * @param loss of the validation set, nats per token
 * @param averaged the steps of the models that it is the mean of; empty where it is a single one
 */
public record PublishedModel(Rule rule, int step, double loss, List<Integer> averaged) {
    /** The rules by which a model is chosen. */
    public enum Rule {
        /** That of the scoring with the lowest validation loss, the first of equals. */
        BEST,
        /** That of the last step. */
        LAST,
        /** The mean of that of the last step and of those of the checkpoints that were kept before it. */
        AVERAGE
    }

    public PublishedModel {
        averaged = List.copyOf(averaged);
    }

    /** A model of one step. */
    public static PublishedModel of(Rule rule, int step, double loss) {
        return new PublishedModel(rule, step, loss, List.of());
    }
}
