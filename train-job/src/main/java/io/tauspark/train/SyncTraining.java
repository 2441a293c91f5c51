package io.tauspark.train;

import io.tauspark.corpus.Tokenizer;
import io.tauspark.exchange.GradientExchange;
import io.tauspark.model.TauGpt;
import io.tauspark.model.TrainedModel;
import io.tauspark.store.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;

/**
 * The training loop of one worker: every step averages the gradients of all workers, so that all replicas take the
 * same step. What is logged, scored and written follows from the step number alone, so the workers meet in the same
 * order at every exchange.
 */
final class SyncTraining {
    private static final double NANOS_PER_SECOND = 1e9;
    /** 512 KiB, half of what one exchange can carry. */
    private static final int COUNTS_PER_EXCHANGE = 1 << 16;

    private final TrainPlan plan;
    private final TrainConfig config;
    private final int rank;
    private final Replica replica;
    private final GradientExchange exchange;
    private final Tokenizer tokenizer;
    private final ValidationSet validation;
    private final Consumer<String> report;
    private final Checkpoints checkpoints;

    private double lossSum;
    private long exchangeNanos;
    private long intervalStart;
    private int intervalSteps;
    private double trainLoss;
    private double validationLoss;
    private RateState rateState = RateState.START;

    SyncTraining(
            TrainPlan plan,
            int rank,
            Replica replica,
            GradientExchange exchange,
            Tokenizer tokenizer,
            ValidationSet validation,
            Consumer<String> report) {
        this.plan = plan;
        this.config = plan.config();
        this.rank = rank;
        this.replica = replica;
        this.exchange = exchange;
        this.tokenizer = tokenizer;
        this.validation = validation;
        this.report = report;
        this.checkpoints = new Checkpoints(
                new Path(plan.run()), config.checkpointKeep(), plan.hadoop().value());
    }

    /** Trains to the last step and says how it went; the final model is written by worker 0. */
    WorkerReport run(String executor, String host, String device) throws IOException {
        UnigramModel unigram = unigram();
        calibrate();
        intervalStart = System.nanoTime();
        for (int step = 0; step < config.steps(); step++) {
            step(step);
        }
        if (rank == 0) {
            trained().save(new Path(plan.run(), "model"), plan.hadoop().value());
        }
        return new WorkerReport(
                rank,
                executor,
                host,
                device,
                checksum(replica.model().parameters()),
                replica.model().layout().size(),
                trainLoss,
                validationLoss,
                score(unigram::losses),
                validation.targets(),
                validation.bytes());
    }

    private void step(int step) throws IOException {
        int done = step + 1;
        boolean last = done == config.steps();
        boolean log = done % config.logEvery() == 0 || last || step == 0;
        float[] gradient = replica.gradient(step, log);
        long before = System.nanoTime();
        exchange.sum(gradient);
        double[] losses = Payload.joined(exchange.gather(Payload.of(replica.losses())));
        exchangeNanos += System.nanoTime() - before;
        double loss = Arrays.stream(losses).average().orElse(Double.NaN);
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException("the loss became " + loss + " at step " + done
                    + ": lower rate.peak or optimizer.clip; losses per micro-batch " + Arrays.toString(losses));
        }
        double rate = config.rate().at(step, config.steps(), rateState);
        double norm = replica.update(gradient, rate);
        lossSum += loss;
        intervalSteps++;
        long pause = System.nanoTime();
        if (done % config.validationEvery() == 0 || last) {
            validate(done);
        }
        if (rank == 0 && (done % config.checkpointEvery() == 0 || last)) {
            checkpoints.save(new RunState(done, config.seed(), rateState), trained(), replica.optimizer());
        }
        // Neither counts as training when its pace is told.
        intervalStart += System.nanoTime() - pause;
        if (log) {
            log(done, rate, norm);
        }
    }

    private void log(int done, double rate, double norm) {
        long[] counts = added(replica.lambdaCounts());
        trainLoss = lossSum / intervalSteps;
        if (rank == 0) {
            double seconds = (System.nanoTime() - intervalStart) / NANOS_PER_SECOND;
            send(Metrics.training(
                    done,
                    trainLoss,
                    rate,
                    norm,
                    done * config.tokensPerStep(),
                    intervalSteps * config.tokensPerStep() / seconds,
                    exchangeNanos / NANOS_PER_SECOND / intervalSteps,
                    Metrics.layers(replica.model(), counts)));
        }
        startInterval();
    }

    /** Counts added over all workers, in several exchanges where one message is too small for them. */
    private long[] added(long[] mine) {
        long[] all = new long[mine.length];
        for (int start = 0; start < mine.length; start += COUNTS_PER_EXCHANGE) {
            int end = Math.min(start + COUNTS_PER_EXCHANGE, mine.length);
            byte[] payload = Payload.of(Arrays.copyOfRange(mine, start, end));
            System.arraycopy(Payload.added(exchange.gather(payload)), 0, all, start, end - start);
        }
        return all;
    }

    private void validate(int done) {
        validationLoss = score(replica.model()::tokenLosses);
        rateState = config.rate().after(rateState, validationLoss);
        if (rank == 0) {
            send(Metrics.validation(done, validationLoss, validation.targets(), validation.bytes()));
        }
    }

    private void startInterval() {
        lossSum = 0;
        intervalSteps = 0;
        exchangeNanos = 0;
        intervalStart = System.nanoTime();
    }

    /** Mean loss over the validation set, each worker scoring its share of the windows. */
    private double score(ValidationSet.Scorer scorer) {
        double[] mine = validation.losses(scorer, rank, config.workers());
        double[] sums = Payload.addedDoubles(exchange.gather(Payload.of(mine)));
        return Arrays.stream(sums).sum() / validation.targets();
    }

    private UnigramModel unigram() {
        return new UnigramModel(added(replica.tokenCounts(tokenizer.vocabulary())));
    }

    /** Every worker takes over what worker 0 finds, whose data do not depend on the number of workers. */
    private void calibrate() {
        TauGpt gpt = replica.model();
        if (rank == 0) {
            replica.calibrate();
        }
        gpt.setTau(Payload.floats(exchange.gather(Payload.of(gpt.tau()))[0]));
        gpt.setLogTemperature(Payload.floats(exchange.gather(Payload.of(gpt.logTemperature()))[0]));
    }

    private TrainedModel trained() {
        return TrainedModel.of(replica.model(), config.tokenizer(), plan.memory());
    }

    private void send(Map<String, Object> line) {
        report.accept(Json.line(line));
    }

    private static long checksum(float[] parameters) {
        CRC32C checksum = new CRC32C();
        checksum.update(Payload.of(parameters));
        return checksum.getValue();
    }
}
