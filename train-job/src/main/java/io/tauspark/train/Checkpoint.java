package io.tauspark.train;

import io.tauspark.model.TrainedModel;
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
record Checkpoint(Path directory, RunState state) {
    static final String STATE = "state.json";
    static final String OPTIMIZER = "optimizer.safetensors";

    /** Counts of λ since the last line of metrics. */
    static final String STATISTICS = "statistics.safetensors";

    /** A checkpoint that was found before, perhaps by another process. */
    static Checkpoint at(Path directory, Configuration hadoop) throws IOException {
        return new Checkpoint(directory, RunState.read(new Path(directory, STATE), hadoop));
    }

    /** All parameters, τ and what a model needs beside them. */
    TrainedModel model(Configuration hadoop) throws IOException {
        return TrainedModel.load(directory, hadoop);
    }

    /**
     * What the optimizer knew about the parameters [from, to); no more of the file than this range is read.
     *
     * @param name of the vector, as it was saved
     */
    float[] optimizer(String name, int from, int to, Configuration hadoop) throws IOException {
        return Safetensors.floats(new Path(directory, OPTIMIZER), name, from, to, hadoop);
    }

    /** Counts of λ since the last line of metrics, of all workers together. */
    long[] lambdaCounts(Configuration hadoop) throws IOException {
        return SparseCounts.read(new Path(directory, STATISTICS), hadoop);
    }
}
