package io.tauspark.shards;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.Partitioner;

/** Cuts the ordered documents, training first, into parts. The key is a document's rank in that order. */
final class ShardCut extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long[] starts;
    private final int trainingParts;

    /**
     * @param training rank of the first document of every training part, see {@link #starts}
     * @param validation the same of validation, counted from its first document
     * @param trainingDocuments number of documents before those of validation
     */
    ShardCut(long[] training, long[] validation, long trainingDocuments) {
        trainingParts = training.length;
        starts = Arrays.copyOf(training, training.length + validation.length);
        for (int part = 0; part < validation.length; part++) {
            starts[trainingParts + part] = trainingDocuments + validation[part];
        }
    }

    /** @throws InvalidInput if a part would stay empty */
    static void requireEnough(long training, long validation, ShardPlan plan) {
        String input = plan.source();
        if (training == 0) {
            throw new InvalidInput(("validation.fraction = %s leaves no training document of input '%s': "
                            + "lower validation.fraction or give more documents")
                    .formatted(plan.validationFraction(), input));
        }
        if (training < plan.shards()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "input '%s' gives %d training documents, too few for shards = %d: lower shards",
                    input,
                    training,
                    plan.shards()));
        }
        if (validation == 0) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "validation.fraction = %s leaves no validation document among the %d of input '%s': "
                            + "raise validation.fraction or give more documents",
                    plan.validationFraction(),
                    training,
                    input));
        }
        if (validation < plan.validationParts()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "input '%s' gives %d validation documents, too few for validation.parts = %d: "
                            + "lower validation.parts or raise validation.fraction",
                    input,
                    validation,
                    plan.validationParts()));
        }
    }

    /**
     * The part that a document falls into when bytes are shared out evenly: that of its middle.
     *
     * @param before bytes of the documents before it
     * @param bytes of the document
     * @param total bytes of all documents
     */
    static int part(long before, long bytes, long total, int parts) {
        double middle = (before + 0.5 * bytes) / total;
        return Math.min((int) (middle * parts), parts - 1);
    }

    /**
     * The starts of parts, so that none is empty: a document larger than a part would leave others without any.
     *
     * @param first rank of the first document that falls into each part, or negative if none does
     * @param documents how many there are, at least one per part
     */
    static long[] starts(long[] first, long documents) {
        long[] starts = first.clone();
        long limit = documents;
        for (int part = starts.length - 1; part >= 0; part--) {
            limit--;
            limit = starts[part] < 0 ? limit : Math.min(limit, starts[part]);
            starts[part] = limit;
        }
        for (int part = 0; part < starts.length; part++) {
            starts[part] = Math.max(starts[part], part);
        }
        return starts;
    }

    @Override
    public int numPartitions() {
        return starts.length;
    }

    @Override
    public int getPartition(Object key) {
        int found = Arrays.binarySearch(starts, (Long) key);
        return found >= 0 ? found : -found - 2;
    }

    Split split(int partition) {
        return partition < trainingParts ? Split.TRAIN : Split.VALIDATION;
    }

    /** The path of a part below the shards. */
    String path(int partition) {
        int number = partition < trainingParts ? partition : partition - trainingParts;
        return String.format(
                Locale.ROOT, "%s/part-%05d.jsonl.gz", split(partition).directory(), number);
    }
}
