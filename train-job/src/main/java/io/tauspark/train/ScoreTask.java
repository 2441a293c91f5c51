package io.tauspark.train;

import ai.djl.ndarray.NDManager;
import io.tauspark.corpus.Tokenizer;
import io.tauspark.model.TauGpt;
import io.tauspark.train.WorkerState.Phase;
import java.io.IOException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** One worker's share of a scoring of the validation set, with the weights that stand between two rounds. */
final class ScoreTask extends WorkerTask<double[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RoundStart> weights;

    ScoreTask(TrainPlan plan, LongAccumulator beats, Broadcast<RoundStart> weights) {
        super(plan, beats);
        this.weights = weights;
    }

    @Override
    double[] work(int rank, Tokenizer tokenizer, NDManager manager, Heartbeat heartbeat) throws IOException {
        TrainConfig config = plan().config();
        ValidationSet validation = plan().validation(tokenizer);
        try (TauGpt gpt = new TauGpt(
                config.model(), plan().laplacians(), manager, config.compute().precision(manager.getDevice()))) {
            heartbeat.phase(Phase.VALIDATING);
            gpt.setParameters(weights.value().weights);
            gpt.setTau(weights.value().tau);
            ValidationSet.Scorer scorer = windows -> {
                beat();
                return gpt.tokenLosses(windows);
            };
            return validation.losses(scorer, rank, config.workers());
        }
    }
}
