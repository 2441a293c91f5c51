package io.tauspark.train.rounds;

import io.tauspark.config.InvalidInput;
import java.util.Locale;
import org.apache.spark.SparkConf;

/** The memory that a training in rounds asks of the driver, checked before it begins. */
final class RoundsMemory {
    /** Weights, first and second moments. */
    private static final int ARRAYS_OF_A_RESULT = 3;

    /**
     * The driver's state of 4 arrays (with the outer momentum), the broadcast of 3, the result of a round of 3, once as
     * bytes and once as arrays, and the new weights and moments that are made of it.
     */
    private static final int ARRAYS_OF_THE_DRIVER = 4 + 3 + 3 + 3 + 3;

    /** Room for Spark itself and for the collector, in halves of those: with the arrays' size alone a driver ran out. */
    private static final int HALVES = 3;

    /** Counts of λ up to the last line of a round, and after it. */
    private static final int COUNTS_OF_A_RESULT = 2;

    /** Losses and norms of a round. */
    private static final long BESIDES = 1L << 20;

    private RoundsMemory() {}

    /**
     * Checks the session.
     *
     * @param parameters of the model
     * @param counts of λ that a worker keeps
     * @param heap bytes that the driver's heap may grow to
     * @throws InvalidInput if a round's result cannot reach the driver, or does not fit into it
     */
    static void require(SparkConf conf, long parameters, long counts, long heap) {
        long array = Float.BYTES * parameters;
        long result = ARRAYS_OF_A_RESULT * array + COUNTS_OF_A_RESULT * Long.BYTES * counts + BESIDES;
        long most = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
        if (most > 0 && result > most) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "spark.driver.maxResultSize = %s, but a round brings 3 arrays of %,d parameters to the driver,"
                            + " %,d MiB: set spark.driver.maxResultSize=%dm or more, or 0 for no limit",
                    conf.get("spark.driver.maxResultSize", "1g"),
                    parameters,
                    mebibytes(result),
                    mebibytes(result)));
        }
        long needed = ARRAYS_OF_THE_DRIVER * array * HALVES / 2;
        if (needed > heap) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "the driver's heap has %,d MiB, but parallel.mode = rounds holds up to %d arrays of %,d"
                            + " parameters in it and needs %,d MiB: set spark.driver.memory=%dm or more",
                    mebibytes(heap),
                    ARRAYS_OF_THE_DRIVER,
                    parameters,
                    mebibytes(needed),
                    mebibytes(needed)));
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
