package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Split;
import java.util.Locale;
import org.apache.spark.Partitioner;

/**
 * Cuts the ordered documents, training first, into parts whose sizes differ by at most one. The key is a document's
 * rank in that order.
 */
final class ShardCut extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long training;
    private final int trainingParts;
    private final long validation;
    private final int validationParts;

    /** @throws InvalidInput if a part would stay empty */
    ShardCut(long training, long validation, ShardConfig config) {
        if (training < config.shards()) {
            throw new InvalidInput("input '%s' gives %d training documents, too few for shards = %d: lower shards"
                    .formatted(config.input(), training, config.shards()));
        }
        if (validation == 0) {
            throw new InvalidInput(
                    ("validation.fraction = %s leaves no validation document among the %d of input '%s': "
                                    + "raise validation.fraction or give more documents")
                            .formatted(config.validationFraction(), training, config.input()));
        }
        if (validation < config.validationParts()) {
            throw new InvalidInput(("input '%s' gives %d validation documents, too few for validation.parts = %d: "
                            + "lower validation.parts or raise validation.fraction")
                    .formatted(config.input(), validation, config.validationParts()));
        }
        this.training = training;
        this.trainingParts = config.shards();
        this.validation = validation;
        this.validationParts = config.validationParts();
    }

    @Override
    public int numPartitions() {
        return trainingParts + validationParts;
    }

    @Override
    public int getPartition(Object key) {
        long rank = (Long) key;
        return rank < training
                ? (int) (rank * trainingParts / training)
                : trainingParts + (int) ((rank - training) * validationParts / validation);
    }

    Split split(int partition) {
        return partition < trainingParts ? Split.TRAIN : Split.VALIDATION;
    }

    /** Where a part lies below the shards. */
    String path(int partition) {
        int number = partition < trainingParts ? partition : partition - trainingParts;
        return String.format(
                Locale.ROOT, "%s/part-%05d.jsonl.gz", split(partition).directory(), number);
    }
}
