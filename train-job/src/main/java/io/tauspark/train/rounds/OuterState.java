package io.tauspark.train.rounds;

import io.tauspark.model.torch.TrainedModel;
import io.tauspark.train.state.Checkpoint;
import io.tauspark.train.state.RunState;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The state of a training in rounds between two rounds: all that the next round and the next line of its metrics depend
 * on. The driver holds it and the tasks keep nothing, so a checkpoint of it is all that it takes to resume.
 */
final class OuterState {
    private static final String VELOCITY = "outer";

    /** Steps, losses and learning rate. Each worker has taken so many steps of its own, skipped ones included. */
    RunState run;
    /** Parameters in the order of the layout. */
    float[] weights;
    /** τ of all key heads with λ, the same for all workers of a round. */
    float[] tau;
    /** First moments of AdamW, the mean of the workers'. */
    float[] first;
    /** Second moments of AdamW, the mean of the workers'. */
    float[] second;
    /** Momentum of the outer step. */
    final float[] velocity;
    /** Counts of λ of all workers since the last line of metrics that told them; empty for none. */
    long[] counts = new long[0];
    /** The most steps in a row that a worker had skipped when the last round ended; 0 wherever a checkpoint is made. */
    int streak;

    /** The state before the first round. */
    OuterState(RunState run, float[] weights, float[] tau) {
        this(run, weights, tau, new float[weights.length], new float[weights.length], new float[weights.length]);
    }

    private OuterState(RunState run, float[] weights, float[] tau, float[] first, float[] second, float[] velocity) {
        this.run = run;
        this.weights = weights;
        this.tau = tau;
        this.first = first;
        this.second = second;
        this.velocity = velocity;
    }

    /** The state that was saved. */
    static OuterState read(Checkpoint checkpoint, Configuration hadoop) throws IOException {
        TrainedModel model = checkpoint.model(hadoop);
        int size = model.parameters().length;
        OuterState state = new OuterState(
                checkpoint.state(),
                model.parameters(),
                model.tau(),
                checkpoint.optimizer(Checkpoint.FIRST_MOMENTS, 0, size, hadoop),
                checkpoint.optimizer(Checkpoint.SECOND_MOMENTS, 0, size, hadoop),
                checkpoint.optimizer(VELOCITY, 0, size, hadoop));
        state.counts = checkpoint.lambdaCounts(hadoop);
        return state;
    }

    /** Forgets what was counted. Due when τ changes, since energies are told by the τ that they were counted under. */
    void restartStatistics() {
        counts = new long[0];
    }

    /** The vectors that are as long as the parameters and go with them into a checkpoint. */
    Map<String, float[]> vectors() {
        return Map.of(Checkpoint.FIRST_MOMENTS, first, Checkpoint.SECOND_MOMENTS, second, VELOCITY, velocity);
    }
}
