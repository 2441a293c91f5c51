package io.tauspark.train.worker;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.Observation;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.Partition;
import io.tauspark.model.Seeds;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.ParallelConfig;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.Lane;
import io.tauspark.train.data.LanePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One worker's copy of the model, its optimizer and its share of the data. Replicas start equal and take equal steps,
 * so they stay equal bit for bit.
 */
public final class Replica implements AutoCloseable {
    private final TrainPlan plan;
    private final TrainConfig config;
    private final Device device;
    private final TauGpt gpt;
    private final Partition partition;
    private final int member;
    private final Optimizer optimizer;
    private final int rank;
    private final LanePlan lanePlan;
    private final int[] microBatches;
    private final List<Lane> lanes = new ArrayList<>();
    private final GradientSum arrays;
    private final StepGradient gradient;
    private final int micro;
    private List<MicroBatch> results = List.of();

    public Replica(TrainPlan plan, int rank, Tokenizer tokenizer, NDManager manager) throws IOException {
        this.config = plan.config();
        this.rank = rank;
        this.lanePlan = plan.lanePlan();
        this.microBatches = lanePlan.microBatchesOf(rank);
        for (int lane : lanePlan.lanesOf(rank)) {
            lanes.add(plan.lane(lane, tokenizer));
        }
        this.device = manager.getDevice();
        MemoryShortage.refuseOn(
                device,
                ParameterLayout.of(config.model(), plan.laplacians().features()).size());
        this.plan = plan;
        this.gpt = plan.model(manager);
        // Workers that meet at every step share the moments; one that is alone for a round needs all of them.
        boolean shared = config.parallel().mode() == ParallelConfig.Mode.SYNC;
        this.partition = new Partition(
                Optimizer.blocks(config.optimizer(), gpt.layout(), config.model()), shared ? config.workers() : 1);
        this.member = shared ? rank : 0;
        this.optimizer = new Optimizer(config.optimizer(), gpt, partition.from(member), partition.to(member));
        this.micro = shared ? config.batch().microBatches() : microBatches.length;
        this.arrays = new GradientSum(Math.toIntExact(gpt.layout().size()), microBatches.length);
        this.gradient = StepGradient.at(config.compute().sumsOn(device), gpt, arrays);
    }

    /**
     * Sets the model to where training starts, before calibration, and forgets the optimizer's moments. A replica that
     * takes over weights and moments from elsewhere does without.
     */
    public void initialise() throws IOException {
        Optional<TrainedModel> start = plan.start();
        if (start.isEmpty()) {
            gpt.initialise(Seeds.of(config.seed(), "model"));
        } else {
            gpt.setParameters(start.get().parameters());
            gpt.setTau(start.get().tau());
        }
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

    public Optimizer optimizer() {
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

    /** Sets τ and temperatures on the first windows of this replica, unless the model begins as one that has learnt them. */
    public void calibrate() {
        if (config.startModel().isEmpty()) {
            gpt.calibrate(windows(0, microBatches[0]));
        }
    }

    /** τ that the first windows of this replica in a batch call for, see {@link TauGpt#calibratedTau}. */
    public float[] calibratedTau(long position) {
        return gpt.calibratedTau(windows(position, microBatches[0]));
    }

    /**
     * Computes the sum of the gradients of this replica's micro-batches, which lasts until {@link #release}.
     *
     * @param position which batch, counted from the start of the run
     * @param observation what they tell besides
     */
    public void gradient(long position, Observation observation) {
        for (int microBatch : microBatches) {
            long dropout = Seeds.of(config.seed(), "dropout", position, microBatch);
            int[][] windows = windows(position, microBatch);
            try {
                gradient.add(windows, observation, dropout);
            } catch (RuntimeException failed) {
                throw MemoryShortage.in(failed, microBatch, config, device)
                        .<RuntimeException>map(shortage -> shortage)
                        .orElse(failed);
            }
        }
        results = gradient.complete();
    }

    /**
     * The sum of the last {@link #gradient} as an array, for those who exchange it: what is written there is what the step
     * follows. The array is free once the step is taken, until {@link #release}.
     */
    public float[] sum() {
        return gradient.array();
    }

    /** Loss of each micro-batch of the last {@link #gradient}, nats per token. */
    public double[] losses() {
        return results.stream().mapToDouble(MicroBatch::loss).toArray();
    }

    /** {@link AttentionSums#numbers} of each micro-batch of the last {@link #gradient}, one after the other. */
    public double[] attention() {
        return results.stream()
                .flatMapToDouble(result -> Arrays.stream(result.attention().numbers()))
                .toArray();
    }

    /**
     * Sums of squares of the mean gradient in this replica's share, see {@link Optimizer#squares}: the mean is over all
     * micro-batches of a step where workers meet at every step, else over those of this replica.
     */
    public double[] squares() {
        return gradient.squares(optimizer, micro);
    }

    /** {@link HeadGradients#squares} of the same mean gradient in this replica's share. */
    public double[] squares(HeadGradients heads) {
        return gradient.squares(heads, micro, partition.from(member), partition.to(member));
    }

    /**
     * Moves this replica's share of the parameters.
     *
     * @param norm of the whole mean gradient
     * @param rate learning rate
     */
    public void step(double norm, double rate) {
        gradient.step(optimizer, micro, norm, rate);
    }

    /** Forgets the sum of {@link #gradient}. */
    public void release() {
        gradient.clear();
    }

    /** An array of the size of the parameters with any content; give it back with {@link #giveBack}. */
    public float[] spareArray() {
        return arrays.buffer();
    }

    public void giveBack(float[] array) {
        arrays.giveBack(array);
    }

    /** The micro-batches of each step that this replica computes. */
    public int[] microBatches() {
        return microBatches.clone();
    }

    @Override
    public void close() {
        gradient.close();
        optimizer.close();
        gpt.close();
    }

    /** The windows that one of this replica's micro-batches learns from. */
    private int[][] windows(long position, int microBatch) {
        Lane lane = lanes.get(lanePlan.laneOf(microBatch) - lanePlan.laneOf(microBatches[0]));
        return lane.batch(lanePlan.batchOf(position, microBatch), config.batch().windows());
    }
}
