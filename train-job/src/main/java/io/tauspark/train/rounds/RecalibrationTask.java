package io.tauspark.train.rounds;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.Replica;
import io.tauspark.train.worker.SentPlan;
import java.io.IOException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * A look at the energies between two rounds, by worker 0: τ that the weights call for, from the last batch that its first
 * micro-batch was learnt in.
 */
final class RecalibrationTask extends WorkerTask<float[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RoundStart> start;
    private final long position;

    /**
     * Prepares the task.
     *
     * @param position of the last batch
     * @param start weights and τ that stand between the two rounds
     */
    RecalibrationTask(SentPlan plan, LongAccumulator beats, long position, Broadcast<RoundStart> start) {
        super(plan, beats);
        this.position = position;
        this.start = start;
    }

    @Override
    float[] work(int rank, Tokenizer tokenizer, NDManager manager, Heartbeat heartbeat) throws IOException {
        try (Replica replica = new Replica(plan(), rank, tokenizer, manager)) {
            TauGpt gpt = replica.model();
            gpt.setParameters(start.value().weights);
            gpt.setTau(start.value().tau);
            heartbeat.phase(Phase.TRAINING);
            beat();
            return replica.calibratedTau(position);
        }
    }
}
