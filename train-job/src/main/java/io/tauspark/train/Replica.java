package io.tauspark.train;

import ai.djl.ndarray.NDManager;
import io.tauspark.corpus.Tokenizer;
import io.tauspark.model.AdamW;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.Seeds;
import io.tauspark.model.TauGpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One worker's copy of the model, its optimizer and its share of the data. Replicas start equal and take equal steps,
 * so they stay equal bit for bit.
 */
final class Replica implements AutoCloseable {
    private final TrainConfig config;
    private final TauGpt gpt;
    private final AdamW optimizer;
    private final List<Lane> lanes = new ArrayList<>();
    private final GradientSum sum;
    private final double[] losses;
    private long[] lambdaCounts = new long[0];

    Replica(TrainPlan plan, int rank, Tokenizer tokenizer, NDManager manager) throws IOException {
        this.config = plan.config();
        int[] microBatches = plan.microBatchesOf(rank);
        for (int number : microBatches) {
            int[] tokens = plan.tokens(plan.partsOf(number), tokenizer);
            lanes.add(new Lane(number, tokens, config.model().context(), config.seed()));
        }
        this.gpt = new TauGpt(config.model(), plan.laplacians(), manager);
        this.optimizer = new AdamW(config.optimizer(), gpt);
        this.sum = new GradientSum(Math.toIntExact(gpt.layout().size()), microBatches.length);
        this.losses = new double[microBatches.length];
        gpt.initialise(Seeds.of(config.seed(), "model"));
    }

    TauGpt model() {
        return gpt;
    }

    AdamW optimizer() {
        return optimizer;
    }

    /** How often each token occurs in this replica's training data. */
    long[] tokenCounts(int vocabulary) {
        long[] counts = new long[vocabulary];
        lanes.forEach(lane -> lane.count(counts));
        return counts;
    }

    /** Sets τ and temperatures on the first windows of this replica. */
    void calibrate() {
        gpt.calibrate(lanes.get(0).batch(0, config.batch().windows()));
    }

    /**
     * Computes the sum of the gradients of this replica's micro-batches. It stays valid, and may be changed, until
     * {@link #update}.
     *
     * @param countLambda whether to count λ as well
     */
    float[] gradient(int step, boolean countLambda) {
        lambdaCounts = new long[0];
        for (int i = 0; i < losses.length; i++) {
            float[] gradient = sum.buffer();
            int[][] windows = lanes.get(i).batch(step, config.batch().windows());
            MicroBatch result = gpt.gradient(
                    windows,
                    gradient,
                    countLambda,
                    Seeds.of(config.seed(), "dropout", step, lanes.get(i).number()));
            sum.add(gradient);
            losses[i] = result.loss();
            lambdaCounts = added(lambdaCounts, result.lambdaCounts());
        }
        return sum.total();
    }

    /** Loss of each micro-batch of the last {@link #gradient}, nats per token. */
    double[] losses() {
        return losses.clone();
    }

    /** Counts of λ of the last {@link #gradient}, [layers, heads, bins]; empty unless asked for. */
    long[] lambdaCounts() {
        return lambdaCounts;
    }

    /**
     * Takes the optimizer's step.
     *
     * @param total sum of the gradients of all micro-batches of all workers
     * @return norm of the mean gradient before clipping
     */
    double update(int step, float[] total) {
        double norm = optimizer.step(
                total, config.batch().microBatches(), config.rate().at(step, config.steps()));
        sum.reset();
        return norm;
    }

    @Override
    public void close() {
        optimizer.close();
        gpt.close();
    }

    private static long[] added(long[] sum, long[] more) {
        if (sum.length == 0) {
            return more;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
        return sum;
    }
}
