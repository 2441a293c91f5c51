package io.tauspark.train.state;

import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.Safetensors;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A complete checkpoint. Its parts are read when they are asked for, and not verified again: see
 * {@link Checkpoints#newest}.
 *
 * @param directory where it lies
 * @param state where the run stood
 */
public record Checkpoint(Path directory, RunState state) {
    /** Name of the optimizer's first moments among its arrays. */
    public static final String FIRST_MOMENTS = "first";

    /** Name of the second moments. */
    public static final String SECOND_MOMENTS = "second";

    static final String STATE = "state.json";
    static final String OPTIMIZER = "optimizer.safetensors";

    /** Counts of λ since the last line of metrics. */
    static final String STATISTICS = "statistics.safetensors";

    /** A checkpoint that was found before, perhaps by another process. */
    public static Checkpoint at(Path directory, Configuration hadoop) throws IOException {
        return new Checkpoint(directory, RunState.read(new Path(directory, STATE), hadoop));
    }

    /** All parameters, τ and what a model needs beside them. */
    public TrainedModel model(Configuration hadoop) throws IOException {
        return TrainedModel.load(directory, hadoop);
    }

    /**
     * The optimizer's values for the parameters [from, to); no more of the file than this range is read.
     *
     * @param name of the vector, as it was saved
     */
    public float[] optimizer(String name, int from, int to, Configuration hadoop) throws IOException {
        return Safetensors.floats(new Path(directory, OPTIMIZER), name, from, to, hadoop);
    }

    /** Counts of λ since the last line of metrics, of all workers together. */
    public long[] lambdaCounts(Configuration hadoop) throws IOException {
        return SparseCounts.read(new Path(directory, STATISTICS), hadoop);
    }
}
