package io.tauspark.train.worker;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.Observation;
import io.tauspark.model.Partition;
import io.tauspark.model.Seeds;
import io.tauspark.model.torch.AdamW;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.ParallelConfig;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.Lane;
import io.tauspark.train.data.LanePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One worker's copy of the model, its optimizer and its share of the data. Replicas start equal and take equal steps,
 * so they stay equal bit for bit.
 */
public final class Replica implements AutoCloseable {
    private final TrainConfig config;
    private final TauGpt gpt;
    private final Partition partition;
    private final int member;
    private final AdamW optimizer;
    private final int rank;
    private final LanePlan lanePlan;
    private final int[] microBatches;
    private final List<Lane> lanes = new ArrayList<>();
    private final GradientSum sum;
    private final double[] losses;
    private final double[][] attention;

    public Replica(TrainPlan plan, int rank, Tokenizer tokenizer, NDManager manager) throws IOException {
        this.config = plan.config();
        this.rank = rank;
        this.lanePlan = plan.lanePlan();
        this.microBatches = lanePlan.microBatchesOf(rank);
        for (int lane : lanePlan.lanesOf(rank)) {
            lanes.add(plan.lane(lane, tokenizer));
        }
        this.gpt = new TauGpt(
                config.model(), plan.laplacians(), manager, config.compute().precision(manager.getDevice()));
        // Workers that meet at every step share the moments; one that is alone for a round needs all of them.
        boolean shared = config.parallel().mode() == ParallelConfig.Mode.SYNC;
        this.partition = new Partition(Math.toIntExact(gpt.layout().size()), shared ? config.workers() : 1);
        this.member = shared ? rank : 0;
        this.optimizer = new AdamW(config.optimizer(), gpt, partition.from(member), partition.to(member));
        this.sum = new GradientSum(Math.toIntExact(gpt.layout().size()), microBatches.length);
        this.losses = new double[microBatches.length];
        this.attention = new double[microBatches.length][];
    }

    /**
     * Sets the model to where training starts, before calibration, and forgets the optimizer's moments. A replica that
     * takes over weights and moments from elsewhere does without.
     */
    public void initialise() {
        gpt.initialise(Seeds.of(config.seed(), "model"));
        int share = partition.to(member) - partition.from(member);
        optimizer.restore(0, new float[share], new float[share]);
    }

    /** The division of the parameters among the workers that move them. */
    public Partition partition() {
        return partition;
    }

    public TauGpt model() {
        return gpt;
    }

    public AdamW optimizer() {
        return optimizer;
    }

    /** The number of times that each token occurs in the training data that this replica answers for. */
    public long[] tokenCounts(int vocabulary) {
        long[] counts = new long[vocabulary];
        if (lanePlan.answersForItsLanes(rank)) {
            lanes.forEach(lane -> lane.count(counts));
        }
        return counts;
    }

    /** Sets τ and temperatures on the first windows of this replica. */
    public void calibrate() {
        gpt.calibrate(windows(0, microBatches[0]));
    }

    /** τ that the first windows of this replica in a batch call for, see {@link TauGpt#calibratedTau}. */
    public float[] calibratedTau(long position) {
        return gpt.calibratedTau(windows(position, microBatches[0]));
    }

    /**
     * Computes the sum of the gradients of this replica's micro-batches. It stays valid, and may be changed, until
     * {@link #release}.
     *
     * @param position which batch, counted from the start of the run
     * @param observation what they tell besides
     */
    public float[] gradient(long position, Observation observation) {
        for (int i = 0; i < microBatches.length; i++) {
            float[] gradient = sum.buffer();
            long dropout = Seeds.of(config.seed(), "dropout", position, microBatches[i]);
            MicroBatch result = gpt.gradient(windows(position, microBatches[i]), gradient, observation, dropout);
            sum.add(gradient);
            losses[i] = result.loss();
            attention[i] = result.attention().numbers();
        }
        return sum.total();
    }

    /** Loss of each micro-batch of the last {@link #gradient}, nats per token. */
    public double[] losses() {
        return losses.clone();
    }

    /** {@link AttentionSums#numbers} of each micro-batch of the last {@link #gradient}, one after the other. */
    public double[] attention() {
        return Arrays.stream(attention).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Sums of squares of the mean gradient in the blocks of this replica's share, see {@link AdamW#squares}. */
    public double[] squares(float[] sum) {
        return optimizer.squares(sum, config.batch().microBatches());
    }

    /**
     * Moves this replica's share of the parameters.
     *
     * @param sum of the gradients of all micro-batches of all workers, right in this share
     * @param norm of the whole mean gradient
     * @param rate learning rate
     */
    public void step(float[] sum, double norm, double rate) {
        optimizer.step(sum, config.batch().microBatches(), norm, rate);
    }

    /** Takes the array of {@link #gradient} back. */
    public void release() {
        sum.reset();
    }

    /** An array of the size of the parameters with any content; give it back with {@link #giveBack}. */
    public float[] spareArray() {
        return sum.buffer();
    }

    public void giveBack(float[] array) {
        sum.giveBack(array);
    }

    /** The micro-batches of each step that this replica computes. */
    public int[] microBatches() {
        return microBatches.clone();
    }

    @Override
    public void close() {
        optimizer.close();
        gpt.close();
    }

    /** The windows that one of this replica's micro-batches learns from. */
    private int[][] windows(long position, int microBatch) {
        Lane lane = lanes.get(lanePlan.laneOf(microBatch) - lanePlan.laneOf(microBatches[0]));
        return lane.batch(lanePlan.batchOf(position, microBatch), config.batch().windows());
    }
}
