package io.tauspark.train.rounds;

import io.tauspark.config.InvalidInput;
import io.tauspark.model.KeyHead;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.torch.LambdaCounts;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.observe.QuantileSketch;
import io.tauspark.run.PublishedModel;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunEvent;
import io.tauspark.run.WorkerPlace;
import io.tauspark.store.Stopwatch;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.UnigramModel;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.driver.JobWatch;
import io.tauspark.train.driver.RunMonitor;
import io.tauspark.train.driver.StageResources;
import io.tauspark.train.driver.TrainingFailed;
import io.tauspark.train.rounds.RoundResult.WorkerRound;
import io.tauspark.train.rounds.StartTask.StartResult;
import io.tauspark.train.state.Checkpoint;
import io.tauspark.train.state.Checkpoints;
import io.tauspark.train.state.RunState;
import io.tauspark.train.state.WorkerReport;
import io.tauspark.train.worker.Ending;
import io.tauspark.train.worker.Payload;
import io.tauspark.train.worker.Recalibration;
import io.tauspark.train.worker.SentPlan;
import io.tauspark.train.worker.TrainPlan;
import io.tauspark.train.worker.UnseenTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Training in rounds, at the driver. Each round is an ordinary Spark job: every worker takes a number of steps on its
 * own from the same weights, on its own share of the data, and an outer step follows the mean of their changes. Tasks
 * keep nothing between rounds, so any number of slots will do, executors may come and go, and a lost task costs its part
 * of one round. The result depends on the number of workers, and on nothing else of the cluster, bit for bit.
 *
 * <p>Source: Douillard et al., DiLoCo: Distributed Low-Communication Training of Language Models, 2023. {@link
 * RoundTask} says how this differs.
 */
public final class RoundsTraining {

    private final JavaSparkContext spark;
    private final TrainPlan plan;
    private final SentPlan sent;
    private final TrainConfig config;
    private final RunMonitor monitor;
    private final JobWatch watch;
    private final RoundJobs jobs;
    private final RoundLog log;
    private final Checkpoints checkpoints;
    private final ParameterLayout layout;
    private final OuterStep outerStep;
    private final List<KeyHead> keyHeads;

    private RoundsTraining(SparkContext spark, TrainPlan plan, RunMonitor monitor, JobWatch watch) {
        this.spark = new JavaSparkContext(spark);
        this.plan = plan;
        this.sent = SentPlan.of(spark, plan);
        this.config = plan.config();
        this.monitor = monitor;
        this.watch = watch;
        this.jobs = new RoundJobs(spark, config.faults(), monitor, watch);
        this.log = new RoundLog(config, plan.laplacians().features(), monitor::line);
        this.checkpoints = new Checkpoints(
                new Path(plan.run()), config.checkpoint().keep(), plan.hadoop().value());
        this.layout = ParameterLayout.of(config.model(), plan.laplacians().features());
        this.outerStep = new OuterStep(config.parallel().rounds());
        this.keyHeads = KeyHead.of(config.model());
    }

    /**
     * Trains until the plan is done, from the newest checkpoint if there is one, and writes the model of a training that is
     * over.
     *
     * @return one report for each worker
     * @throws InvalidInput if the session or the data cannot serve this configuration
     * @throws TrainingFailed if a round failed more often than it may, or a worker met too many batches in a row that it
     *     cannot learn from
     */
    public static List<WorkerReport> run(SparkContext spark, TrainPlan plan, RunMonitor monitor) throws IOException {
        try (JobWatch watch = JobWatch.of(spark, plan.config().faults())) {
            return new RoundsTraining(spark, plan, monitor, watch).train();
        }
    }

    private List<WorkerReport> train() throws IOException {
        RoundsMemory.require(
                spark.getConf(),
                layout.size(),
                (long) LambdaCounts.rows(config.model()) * QuantileSketch.BINS,
                Runtime.getRuntime().maxMemory());
        ValidationSet validation;
        try (Tokenizer tokenizer = config.tokenizer().open()) {
            validation = plan.validation(tokenizer);
        }
        Optional<Checkpoint> saved = newest();
        RunState begin = saved.map(Checkpoint::state).orElse(RunState.start(config.seed()));
        monitor.begin(plan.attempt(), Math.toIntExact(begin.lines()));
        event(saved.isPresent() ? "resume" : "start", Map.of("step", begin.step(), "workers", config.workers()), "");
        StartResult start = jobs.run(
                "the start of the training", () -> ranks().map(new StartTask(sent, watch.beats(), saved.isEmpty()))
                        .treeReduce(StartResult::merge));
        UnseenTokens.warning(start.tokenCounts, config.model(), layout.size()).ifPresent(monitor::event);
        OuterState state = saved.isPresent()
                ? OuterState.read(saved.get(), plan.hadoop().value())
                : new OuterState(begin, start.weights(), start.tau());
        while (!plan.isOver(state.run)) {
            recalibrate(state);
            round(state, validation);
        }
        RunEnd end = state.run.isOver(config) ? publish(state, validation) : null;
        event(end == null ? "paused" : "finished", Map.of("step", state.run.step()), "");
        UnigramModel unigram = new UnigramModel(start.tokenCounts);
        return reports(
                state,
                start.places(),
                validation,
                validation.score(validation.losses(unigram::losses, 0, 1)).loss(),
                end);
    }

    /** Leaves the model of the run. */
    private RunEnd publish(OuterState state, ValidationSet validation) throws IOException {
        Ending ending = new Ending(config, state.run);
        Path target = new Path(plan.run(), "model");
        if (config.publish() == PublishedModel.Rule.AVERAGE) {
            List<Integer> steps =
                    List.copyOf(checkpoints.kept().headMap(state.run.step()).keySet());
            TrainedModel mean = checkpoints.mean(steps, trained(state));
            double loss = score(new OuterState(state.run, mean.parameters(), mean.tau()), validation, false)
                    .loss();
            mean.save(target, plan.hadoop().value());
            return ending.mean(steps, loss);
        }
        RunEnd end = ending.single();
        if (end.published().rule() == PublishedModel.Rule.BEST) {
            checkpoints.best().publish(end.published().step(), target);
        } else {
            trained(state).save(target, plan.hadoop().value());
        }
        return end;
    }

    private Optional<Checkpoint> newest() throws IOException {
        checkpoints.removeLeftovers();
        Optional<Checkpoint> found =
                checkpoints.newest(damage -> event("damaged", Map.of("what", damage), "train  " + damage));
        // What is newer than that is damaged.
        checkpoints.discardAfter(
                found.map(checkpoint -> checkpoint.state().step()).orElse(0));
        return found;
    }

    /** Sets τ for the rounds to come, if a look at the energies was due in the steps of the last one. */
    private void recalibrate(OuterState state) {
        int step = state.run.step();
        // A checkpoint is made before this, so a resumed run must find the same from the step alone.
        int from = Math.max(0, step - config.parallel().rounds().steps());
        if (!config.calibration().looksBetween(from, step) || !Recalibration.concerns(keyHeads) || state.streak > 0) {
            return;
        }
        float[] found = broadcasting(
                state,
                start ->
                        jobs.run("the recalibration after step " + step, () -> inTasks(spark.parallelize(List.of(0), 1))
                                .map(new RecalibrationTask(sent, watch.beats(), state.run.position() - 1, start))
                                .first()));
        Recalibration look = new Recalibration(config.calibration(), keyHeads, state.run, state.tau, found);
        if (look.isTaken()) {
            state.tau = found;
            state.restartStatistics();
        }
        look.event().ifPresent(monitor::event);
    }

    /** Takes the state to the end of the next round, with what is due there. */
    private void round(OuterState state, ValidationSet validation) throws IOException {
        int from = state.run.step();
        int to = Math.min(from + config.parallel().rounds().steps(), config.steps());
        long begin = System.nanoTime();
        RoundResult result = broadcasting(
                state,
                start -> jobs.run(
                        String.format(Locale.ROOT, "the round of steps %d to %d", from + 1, to),
                        () -> sum(new RoundTask(sent, watch.beats(), state, to, start))));
        requireConvergence(state, result);
        int workers = config.workers();
        state.weights = clamped(outerStep.take(state.weights, result.delta, workers, state.velocity));
        state.first = OuterStep.mean(result.first, workers);
        state.second = OuterStep.mean(result.second, workers);
        double seconds = Stopwatch.seconds(System.nanoTime() - begin);
        RoundProgress progress = RoundProgress.of(state, to, result, config);
        state.run = progress.run();
        state.counts = progress.counts();
        log.round(progress, result, state.tau, to - from, seconds);
        if (due(from, to, config.validation().every())) {
            validate(state, validation);
        }
        boolean saved = due(from, to, config.checkpoint().every()) || plan.isOver(state.run);
        if (saved && state.streak == 0) {
            checkpoints.save(state.run, trained(state), state.vectors(), state.counts);
        }
        Ending ending = new Ending(config, state.run);
        if (ending.isEarly()) {
            monitor.event(ending.event());
        }
    }

    /** The results of all workers in a fixed tree, whose last sums are made by an executor, not by the driver. */
    private RoundResult sum(RoundTask task) {
        int workers = config.workers();
        return ranks().map(task)
                .treeAggregate(
                        new SubtreeSums(workers),
                        SubtreeSums::merge,
                        SubtreeSums::merge,
                        RankOrder.depth(workers),
                        true)
                .total();
    }

    private void validate(OuterState state, ValidationSet validation) throws IOException {
        ValidationSet.Score score = score(state, validation, true);
        double loss = score.loss();
        if (!Double.isFinite(loss)) {
            String cause = new Ending(config, state.run).diverged(loss);
            event("failed", Map.of("cause", cause), "");
            throw new TrainingFailed(cause);
        }
        log.validation(state.run.step(), score, validation);
        state.run = state.run.scored(loss, config);
        if (state.run.isBest()) {
            checkpoints.best().save(state.run.step(), trained(state));
        }
    }

    /** @param sampled whether the model writes its samples too */
    private ValidationSet.Score score(OuterState state, ValidationSet validation, boolean sampled) {
        List<ScoreTask.Share> shares = broadcasting(
                state,
                start -> jobs.run("the scoring after step " + state.run.step(), () -> ranks().map(
                                new ScoreTask(sent, watch.beats(), start, state.run.step(), sampled))
                        .collect()));
        double[] sums = new double[validation.size()];
        // Each window is scored by one worker and zero with the others, so their order does not matter.
        for (ScoreTask.Share share : shares) {
            Arrays.setAll(sums, i -> sums[i] + share.losses[i]);
            for (String sample : share.samples) {
                monitor.sample(sample);
            }
        }
        return validation.score(sums);
    }

    /** One partition for each rank, in an order in which {@code treeAggregate} finds neighbours. */
    private JavaRDD<Integer> ranks() {
        return inTasks(spark.parallelize(RankOrder.of(config.workers()), config.workers()));
    }

    private JavaRDD<Integer> inTasks(JavaRDD<Integer> ranks) {
        return StageResources.of(spark.sc(), config.parallel().task()).give(ranks);
    }

    private <T> T broadcasting(OuterState state, Function<Broadcast<RoundStart>, T> use) {
        Broadcast<RoundStart> start = broadcast(state);
        try {
            return use.apply(start);
        } finally {
            // A stopped context has let go of it, and would refuse with an exception that hides the cause.
            if (!spark.sc().isStopped()) {
                start.destroy();
            }
        }
    }

    private Broadcast<RoundStart> broadcast(OuterState state) {
        try {
            return spark.broadcast(new RoundStart(state));
        } catch (IllegalStateException refused) {
            // Between two jobs, it is only here that a stopped session is noticed.
            if (!spark.sc().isStopped()) {
                throw refused;
            }
            String cause = String.format(Locale.ROOT, "the Spark session was stopped after step %d", state.run.step());
            event("failed", Map.of("cause", cause), "");
            throw new TrainingFailed(cause, refused);
        }
    }

    /** Tells which steps were skipped, and ends the training if a worker has skipped too many in a row. */
    private void requireConvergence(OuterState state, RoundResult result) {
        List<String> lost = new ArrayList<>();
        state.streak = 0;
        for (WorkerRound worker : result.workers()) {
            for (String what : worker.skipped) {
                event("skipped", Map.of("what", what), "train  skipped " + what);
            }
            state.streak = Math.max(state.streak, worker.streak);
            if (worker.lost) {
                lost.add(worker.skipped[worker.skipped.length - 1]);
            }
        }
        if (!lost.isEmpty()) {
            String last = String.join("; ", lost);
            event("failed", Map.of("cause", last), "");
            throw new TrainingFailed(String.format(
                    Locale.ROOT,
                    "%d steps in a row were skipped, guard.skips = %d; the last: %s. Lower rate.peak or optimizer.clip, or look at these data",
                    config.guard().skips(),
                    config.guard().skips(),
                    last));
        }
    }

    private void event(String name, Map<String, Object> facts, String text) {
        monitor.event(new RunEvent(name, facts, text));
    }

    /** Momentum may carry a log temperature past its bound, which the optimizer of a worker keeps. */
    private float[] clamped(float[] weights) {
        float least = (float) Math.log(config.model().lambda().leastTemperature());
        for (Slot slot : layout.temperatures(config.model())) {
            int begin = Math.toIntExact(slot.offset());
            for (int i = begin; i < begin + slot.size(); i++) {
                weights[i] = Math.max(least, weights[i]);
            }
        }
        return weights;
    }

    /** Whether something that is due at every so many steps is due after these ones. */
    private boolean due(int from, int to, int every) {
        return to / every > from / every || to == config.steps();
    }

    private TrainedModel trained(OuterState state) {
        return TrainedModel.of(
                config.model(),
                plan.laplacians(),
                plan.spread(),
                state.weights,
                state.tau,
                config.tokenizer(),
                plan.memory());
    }

    private List<WorkerReport> reports(
            OuterState state,
            List<WorkerPlace> places,
            ValidationSet validation,
            double unigramLoss,
            @Nullable RunEnd end) {
        CRC32C checksum = new CRC32C();
        checksum.update(Payload.of(state.weights));
        List<WorkerReport> reports = new ArrayList<>();
        for (WorkerPlace place : places) {
            reports.add(WorkerReport.of(
                    reports.size(),
                    place,
                    checksum.getValue(),
                    layout.size(),
                    state.run,
                    unigramLoss,
                    validation,
                    end));
        }
        return List.copyOf(reports);
    }
}
