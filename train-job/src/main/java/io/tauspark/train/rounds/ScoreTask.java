package io.tauspark.train.rounds;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.run.SampleLine;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.store.Json;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.Samples;
import io.tauspark.train.worker.SentPlan;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** One worker's share of a scoring of the validation set, with the weights that stand between two rounds. */
final class ScoreTask extends WorkerTask<ScoreTask.Share> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RoundStart> weights;
    private final int step;
    private final boolean sampled;

    /**
     * Prepares the task.
     *
     * @param step that the weights were reached at
     * @param sampled whether worker 0 writes samples too
     */
    ScoreTask(SentPlan plan, LongAccumulator beats, Broadcast<RoundStart> weights, int step, boolean sampled) {
        super(plan, beats);
        this.weights = weights;
        this.step = step;
        this.sampled = sampled;
    }

    /** The share of one worker in a scoring. */
    static final class Share implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Summed losses of the windows that it scored, zero for the others. */
        final double[] losses;
        /** Each {@link SampleLine} as text; worker 0 writes them. */
        final String[] samples;

        private Share(double[] losses, String[] samples) {
            this.losses = losses;
            this.samples = samples;
        }
    }

    @Override
    Share work(int rank, Tokenizer tokenizer, NDManager manager, Heartbeat heartbeat) throws IOException {
        TrainConfig config = plan().config();
        ValidationSet validation = plan().validation(tokenizer);
        try (TauGpt gpt = plan().model(manager)) {
            heartbeat.phase(Phase.VALIDATING);
            gpt.setParameters(weights.value().weights);
            gpt.setTau(weights.value().tau);
            ValidationSet.Scorer scorer = windows -> {
                beat();
                return gpt.tokenLosses(windows);
            };
            double[] losses = validation.losses(scorer, rank, config.workers());
            List<SampleLine> samples = sampled && rank == 0
                    ? new Samples(config, validation, tokenizer).write(gpt, step, this::beat)
                    : List.of();
            return new Share(losses, samples.stream().map(Json::line).toArray(String[]::new));
        }
    }
}
