package io.tauspark.train.sync;

import io.tauspark.exchange.GradientExchange;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.KeyHead;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.run.PublishedModel;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunEvent;
import io.tauspark.run.TrainingLine;
import io.tauspark.run.ValidationLine;
import io.tauspark.run.WorkerPlace;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.shards.ShardPart;
import io.tauspark.store.Stopwatch;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.LanePlan;
import io.tauspark.train.data.UnigramModel;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.state.RunState;
import io.tauspark.train.state.WorkerReport;
import io.tauspark.train.worker.AttentionStatistics;
import io.tauspark.train.worker.Diverged;
import io.tauspark.train.worker.Ending;
import io.tauspark.train.worker.Guard;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.Payload;
import io.tauspark.train.worker.Recalibration;
import io.tauspark.train.worker.Replica;
import io.tauspark.train.worker.Samples;
import io.tauspark.train.worker.TrainPlan;
import io.tauspark.train.worker.UnseenTokens;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * The training loop of one worker: all replicas take the same steps. What is logged, scored, written and skipped follows
 * from the {@link RunState} and from numbers that all workers know, so they meet in the same order at every exchange, and a
 * training that resumes from a checkpoint does what it would have done without the pause.
 */
final class SyncTraining {

    private final TrainPlan plan;
    private final TrainConfig config;
    private final int rank;
    private final Replica replica;
    private final GradientExchange exchange;
    private final Tokenizer tokenizer;
    private final ValidationSet validation;
    private final Heartbeat heartbeat;
    private final Samples samples;
    private final Guard guard;
    private final SyncStatistics statistics;
    private final SyncStep syncStep;
    private final SyncCheckpoints checkpoints;
    private final List<KeyHead> keyHeads;

    private RunState state;
    private long intervalStart;
    private int intervalSteps;

    SyncTraining(
            TrainPlan plan,
            int rank,
            Replica replica,
            GradientExchange exchange,
            Tokenizer tokenizer,
            ValidationSet validation,
            Heartbeat heartbeat) {
        this.plan = plan;
        this.config = plan.config();
        this.rank = rank;
        this.replica = replica;
        this.exchange = exchange;
        this.tokenizer = tokenizer;
        this.validation = validation;
        this.heartbeat = heartbeat;
        this.samples = new Samples(config, validation, tokenizer);
        this.guard = new Guard(config.guard());
        this.statistics = new SyncStatistics(replica, exchange);
        this.syncStep = new SyncStep(replica, exchange, config.exchange().wire(), guard, statistics);
        this.checkpoints = new SyncCheckpoints(plan, replica, exchange, statistics);
        this.keyHeads = KeyHead.of(config.model());
        this.state = RunState.start(config.seed());
    }

    /** Trains until the plan is done and says how it went; the model of a training that is over is written by worker 0. */
    WorkerReport run(WorkerPlace place) throws IOException {
        long[] tokenCounts = tokenCounts();
        if (rank == 0) {
            UnseenTokens.warning(
                            tokenCounts,
                            config.model(),
                            replica.model().layout().size())
                    .ifPresent(heartbeat::event);
        }
        UnigramModel unigram = new UnigramModel(tokenCounts);
        String checkpoint = plan.checkpoint();
        state = checkpoint == null ? started() : checkpoints.restore(new Path(checkpoint));
        intervalStart = System.nanoTime();
        while (!plan.isOver(state)) {
            heartbeat.phase(Phase.TRAINING);
            step();
        }
        long weights = checksum(replica.model().parameters());
        RunEnd end = null;
        if (state.isOver(config)) {
            heartbeat.phase(Phase.CHECKPOINTING);
            end = publish();
        }
        return WorkerReport.of(
                rank,
                place,
                weights,
                replica.model().layout().size(),
                state,
                score(unigram::losses).loss(),
                validation,
                end);
    }

    /** Leaves the model of the run. */
    private RunEnd publish() throws IOException {
        Ending ending = new Ending(config, state);
        Path target = new Path(plan.run(), "model");
        if (config.publish() == PublishedModel.Rule.AVERAGE) {
            List<Integer> steps = checkpoints.stepsBefore(state.step());
            TrainedModel mean = checkpoints.mean(steps, trained());
            replica.model().setParameters(mean.parameters());
            replica.model().setTau(mean.tau());
            RunEnd end = ending.mean(steps, score(replica.model()::tokenLosses).loss());
            if (rank == 0) {
                mean.save(target, plan.hadoop().value());
            }
            return end;
        }
        RunEnd end = ending.single();
        if (rank == 0 && end.published().rule() == PublishedModel.Rule.BEST) {
            checkpoints.best().publish(end.published().step(), target);
        } else if (rank == 0) {
            trained().save(target, plan.hadoop().value());
        }
        return end;
    }

    private void step() throws IOException {
        // Waiting for others ends when Spark stops the task, but a lone worker waits for nobody.
        if (TaskContext.get().isInterrupted()) {
            throw new TaskKilledException("the training was stopped after step " + state.step());
        }
        if (isRecalibrationDue()) {
            pausing(Phase.TRAINING, this::recalibrate);
        }
        int done = state.step() + 1;
        boolean last = done == config.steps();
        boolean log = done % config.logEvery() == 0 || last || done == 1;
        double rate = config.rate().at(state.step(), config.steps(), state.rate());
        SyncStep.Outcome outcome = syncStep.run(state.position(), rate, log);
        intervalSteps++;
        if (outcome.objection().isEmpty()) {
            state = state.taken(outcome.loss());
        } else {
            skip(outcome.objection().get());
            if (guard.isLost()) {
                goBack(outcome);
                return;
            }
        }
        heartbeat.step(done, outcome.loss(), rate, pace());
        if (done % config.validation().every() == 0 || last) {
            pausing(Phase.VALIDATING, this::validate);
        }
        if (log) {
            log(rate, outcome.norm());
        }
        // While steps are being skipped the weights may be what is wrong.
        if ((done % config.checkpoint().every() == 0 || plan.isOver(state)) && !guard.isInTrouble()) {
            pausing(Phase.CHECKPOINTING, this::save);
        }
        Ending ending = new Ending(config, state);
        if (ending.isEarly() && rank == 0) {
            heartbeat.event(ending.event());
        }
    }

    /**
     * Whether τ is to be recalibrated before the next step, but not while steps are being skipped: the weights may be
     * what is wrong.
     */
    private boolean isRecalibrationDue() {
        return state.step() > 0
                && config.calibration().looksBetween(state.step() - 1, state.step())
                && Recalibration.concerns(keyHeads)
                && !guard.isInTrouble();
    }

    /**
     * Sets τ for the steps to come from a batch of steps that were done: its first micro-batch, which worker 0 has
     * whatever the number of workers.
     */
    private void recalibrate() {
        TauGpt gpt = replica.model();
        float[] before = gpt.tau();
        float[] mine = rank == 0 ? replica.calibratedTau(state.position() - 1) : before;
        float[] found = Payload.floats(exchange.gather(Payload.of(mine))[0]);
        Recalibration look = new Recalibration(config.calibration(), keyHeads, state, before, found);
        if (look.isTaken()) {
            gpt.setTau(found);
            statistics.restart();
        }
        if (rank == 0) {
            look.event().ifPresent(heartbeat::event);
        }
    }

    /** Neither scoring nor writing counts as training when its pace is told. */
    private void pausing(Phase phase, Pause pause) throws IOException {
        long start = System.nanoTime();
        heartbeat.phase(phase);
        pause.run();
        intervalStart += System.nanoTime() - start;
    }

    private interface Pause {
        void run() throws IOException;
    }

    private void skip(String objection) {
        long batch = state.position();
        state = state.passedOver();
        report(
                "skipped",
                Map.of(
                        "step",
                        state.step(),
                        "batch",
                        batch,
                        "reason",
                        objection,
                        "skipped",
                        state.progress().skipped()),
                String.format(Locale.ROOT, "step %d is skipped, batch %d: %s", state.step(), batch, objection));
    }

    /** Resumes from the last good checkpoint, or from the start, with the batches after those that were skipped. */
    private void goBack(SyncStep.Outcome outcome) throws IOException {
        if (state.progress().restarts() == config.guard().restarts()) {
            throw new Diverged(String.format(
                    Locale.ROOT,
                    "the training was sent back %d times and cannot go on: at step %d, batch %d of the run: %s; %s;"
                            + " lower rate.peak or optimizer.clip, look into these shards, or raise guard.norm or"
                            + " guard.restarts",
                    state.progress().restarts(),
                    state.step(),
                    state.position() - 1,
                    outcome.objection().orElseThrow(),
                    origin(outcome)));
        }
        RunState lost = state;
        Path good = checkpoints.newest();
        state = (good == null ? started() : checkpoints.restore(good)).after(lost);
        guard.reset();
        report(
                "restart",
                Map.of(
                        "step",
                        state.step(),
                        "from_step",
                        lost.step(),
                        "next_batch",
                        state.position(),
                        "restarts",
                        state.progress().restarts()),
                String.format(
                        Locale.ROOT,
                        "%d steps in a row were skipped; training goes back from step %d to %d, past the skipped batches",
                        config.guard().skips(),
                        lost.step(),
                        state.step()));
        startInterval();
    }

    /** The shards of the micro-batches that broke a step; of all of them if only their sum did. */
    private String origin(SyncStep.Outcome outcome) {
        double[] losses = outcome.losses();
        int[] broken = IntStream.range(0, losses.length)
                .filter(i -> !Double.isFinite(losses[i]))
                .toArray();
        LanePlan lanes = plan.lanePlan();
        List<String> shards = Arrays.stream(
                        broken.length > 0
                                ? broken
                                : IntStream.range(0, losses.length).toArray())
                .map(lanes::laneOf)
                .distinct()
                .flatMap(lane -> Arrays.stream(lanes.shardsOf(lane)))
                .mapToObj(plan.trainParts()::get)
                .map(ShardPart::path)
                .toList();
        return "losses of the micro-batches %s, learnt from %s".formatted(Arrays.toString(losses), shards);
    }

    private void log(double rate, double norm) {
        AttentionStatistics seen = statistics.take();
        double[] exchangeSeconds = exchangeSeconds();
        double least = Arrays.stream(exchangeSeconds).min().orElseThrow();
        double mean = Arrays.stream(exchangeSeconds).average().orElseThrow();
        double pace = pace();
        state = state.logged();
        if (rank == 0) {
            heartbeat.line(new TrainingLine(
                    state.step(),
                    state.losses().train(),
                    rate,
                    norm,
                    state.position() * config.tokensPerStep(),
                    pace,
                    least,
                    mean - least,
                    AttentionSums.visibleKeys(config.model().context()),
                    seen.layers()));
        }
        startInterval();
    }

    /**
     * The seconds of the exchange of every worker, per step. They differ by how long each waited for those that came
     * later.
     */
    private double[] exchangeSeconds() {
        byte[][] all = exchange.gather(Payload.of(syncStep.takeExchangeSeconds() / intervalSteps));
        return Arrays.stream(all).mapToDouble(one -> Payload.doubles(one)[0]).toArray();
    }

    private void validate() throws IOException {
        ValidationSet.Score score = score(replica.model()::tokenLosses);
        double loss = score.loss();
        if (!Double.isFinite(loss)) {
            throw new Diverged(new Ending(config, state).diverged(loss));
        }
        state = state.scored(loss, config);
        if (rank == 0) {
            if (state.isBest()) {
                checkpoints.best().save(state.step(), trained());
            }
            heartbeat.line(ValidationLine.of(
                    state.step(), score.loss(), score.error(), validation.targets(), validation.bytes()));
            samples.write(replica.model(), state.step(), heartbeat::moved).forEach(heartbeat::sample);
        }
    }

    private void save() throws IOException {
        // A checkpoint says how many lines there are, and a resumed run relies on them.
        heartbeat.flush();
        checkpoints.save(state, trained());
    }

    private double pace() {
        double seconds = Stopwatch.seconds(System.nanoTime() - intervalStart);
        return intervalSteps * config.tokensPerStep() / seconds;
    }

    private void startInterval() {
        intervalSteps = 0;
        intervalStart = System.nanoTime();
    }

    /** The score over the validation set, each worker scoring its share of the windows. */
    private ValidationSet.Score score(ValidationSet.Scorer scorer) {
        double[] mine = validation.losses(scorer, rank, config.workers());
        double[] sums = Payload.addedDoubles(exchange.gather(Payload.of(mine)));
        return validation.score(sums);
    }

    private long[] tokenCounts() {
        long[] mine = replica.tokenCounts(tokenizer.vocabulary());
        return Payload.added(exchange.gather(Payload.of(mine)));
    }

    /** Every worker takes over what worker 0 finds, whose data do not depend on the number of workers. */
    private RunState started() throws IOException {
        TauGpt gpt = replica.model();
        replica.initialise();
        statistics.restart();
        if (rank == 0) {
            replica.calibrate();
        }
        gpt.setTau(Payload.floats(exchange.gather(Payload.of(gpt.tau()))[0]));
        gpt.setLogTemperature(Payload.floats(exchange.gather(Payload.of(gpt.logTemperature()))[0]));
        return RunState.start(config.seed());
    }

    private TrainedModel trained() {
        return TrainedModel.of(replica.model(), config.tokenizer(), plan.memory());
    }

    private void report(String event, Map<String, Object> facts, String text) {
        if (rank == 0) {
            heartbeat.event(new RunEvent(event, facts, "train  " + text));
        }
    }

    private static long checksum(float[] parameters) {
        CRC32C checksum = new CRC32C();
        checksum.update(Payload.of(parameters));
        return checksum.getValue();
    }
}
