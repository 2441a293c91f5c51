package io.tauspark.train.config;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.typesafe.config.Config;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.LambdaKernel;
import io.tauspark.model.torch.OptimizerConfig;
import io.tauspark.run.PublishedModel;
import io.tauspark.tokens.TokenizerSource;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The settings of the job {@code train}.
 *
 * @param data directory of shards
 * @param memory domain memory: its directory, one of its releases, or a foreign manifold; empty for none
 * @param output directory of the run
 * @param overwrite whether an existing run may be replaced
 * @param workers Spark tasks that train together, a power of two no larger than the number of micro-batches
 * @param seed of parameters and of the order of windows
 * @param steps optimizer steps
 * @param tokenizer how text becomes tokens
 * @param model shape of the model
 * @param batch the global batch
 * @param optimizer what moves parameters, and its constants
 * @param rate learning rate
 * @param calibration when τ is recalibrated
 * @param compute what workers compute on and in
 * @param logEvery steps between lines of the metric log
 * @param validation when the validation set is scored
 * @param checkpoint when checkpoints are written
 * @param parallel how workers train together
 * @param exchange how they speak to each other
 * @param faults what happens when they fail or do not come
 * @param guard what happens when the loss or the gradient is not finite
 * @param resume whether an unfinished run of this output is resumed
 * @param startModel a trained model, or the run of one, whose parameters training starts from; empty to draw them
 * @param samples texts that the model writes as it learns
 * @param stop when the training ends before all steps are done
 * @param publish which model the run leaves
 * @param mlflow the tracking server that is told of it
 */
public record TrainConfig(
        String data,
        String memory,
        String output,
        boolean overwrite,
        int workers,
        long seed,
        int steps,
        @Key("") TokenizerSource tokenizer,
        ModelConfig model,
        BatchConfig batch,
        OptimizerConfig optimizer,
        LearningRate rate,
        CalibrationConfig calibration,
        @Key("") ComputeConfig compute,
        @Key("log.every") int logEvery,
        @JsonUnwrapped ValidationConfig validation,
        @JsonUnwrapped CheckpointConfig checkpoint,
        ParallelConfig parallel,
        ExchangeConfig exchange,
        FaultConfig faults,
        GuardConfig guard,
        boolean resume,
        @Key("start.model") String startModel,
        SamplesConfig samples,
        StopConfig stop,
        PublishedModel.Rule publish,
        MlflowConfig mlflow)
        implements Serializable {

    /** A micro-batch passes through the model at once: far more tokens than that has any memory for. */
    private static final long MOST_TOKENS = 1 << 24;

    public TrainConfig {
        new Problems()
                .check(!data.isBlank(), "data", data, "is blank; name the output of shard")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .check(
                        Integer.bitCount(workers) == 1 && workers > 0 && workers <= batch.microBatches(),
                        "workers",
                        workers,
                        "must be a power of two, at most batch.micro-batches = " + batch.microBatches()
                                + ", so that sums do not depend on it")
                .check(
                        !memory.isEmpty()
                                || !model.needsMemory()
                                || (!startModel.isEmpty() && !model.memory().knowsTokens()),
                        "memory",
                        memory,
                        "must be given: "
                                + (model.memory().knowsTokens()
                                        ? "model.memory.use = "
                                                + model.memory().use().stream()
                                                        .map(use -> Settings.spelling(use))
                                                        .toList()
                                        : "attention = " + model.attentionName())
                                + " works on a domain memory")
                .check(
                        memory.isEmpty() || !memory.isBlank(),
                        "memory",
                        memory,
                        "is blank; name the output of laplacian")
                .check(
                        (long) batch.windows() * model.context() <= MOST_TOKENS,
                        "batch.windows",
                        batch.windows(),
                        "times model.context = " + model.context() + " must be at most " + MOST_TOKENS
                                + " tokens, those of a micro-batch")
                .check(
                        compute.lambdaKernel() != ComputeConfig.KernelKind.CELLS || LambdaKernel.CELLS.serves(model),
                        "lambda-kernel",
                        "cells",
                        "serves no head of attention = " + model.attentionName()
                                + " with these settings of model.lambda: set it to auto")
                .check(steps >= 1, "steps", steps, "must be at least 1")
                .check(logEvery >= 1, "log.every", logEvery, "must be at least 1")
                .check(
                        stop.patience() == 0 || stop.patience() < scoringsBefore(steps, validation, parallel),
                        "stop.patience",
                        stop.patience(),
                        String.format(
                                Locale.ROOT,
                                "needs %d scorings before the last step, and validation.every = %d with steps = %d gives %d:"
                                        + " lower it or validation.every, or give 0 to do all steps",
                                stop.patience() + 1L,
                                validation.every(),
                                steps,
                                scoringsBefore(steps, validation, parallel)))
                .check(
                        publish != PublishedModel.Rule.AVERAGE || checkpoint.keep() > 1,
                        "publish",
                        "average",
                        "needs checkpoint.keep of at least 2, the number of models to take the mean of")
                .throwIfAny();
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(TrainConfig.class, "train");
    }

    /** The defaults with {@code key=value} settings over them. */
    public static TrainConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), TrainConfig::from);
    }

    /** The sizes that {@code model.preset} can name. */
    static Config presets() {
        return Settings.reference(TrainConfig.class, "presets");
    }

    public static TrainConfig from(Settings settings) {
        TokenizerSource tokenizer = settings.group(TokenizerSource::from);
        ModelConfig model =
                ModelConfig.from(settings, presets(), tokenizer.identity().vocabulary());
        return RecordBinder.of(TrainConfig.class)
                .with("tokenizer", keys -> tokenizer)
                .with("model", keys -> model)
                .with("batch", keys -> keys.section("batch", batch -> BatchConfig.from(batch, model.context())))
                .apply(settings);
    }

    /** The same training, written to another place. */
    public TrainConfig withOutput(String elsewhere) {
        return new TrainConfig(
                data,
                memory,
                elsewhere,
                overwrite,
                workers,
                seed,
                steps,
                tokenizer,
                model,
                batch,
                optimizer,
                rate,
                calibration,
                compute,
                logEvery,
                validation,
                checkpoint,
                parallel,
                exchange,
                faults,
                guard,
                resume,
                startModel,
                samples,
                stop,
                publish,
                mlflow);
    }

    /**
     * The first step, from a given one on, after which the validation set is scored. In rounds scorings wait for the end
     * of a round. At most the last step, which is followed by one anyway.
     */
    public int scoringFrom(int step) {
        int every = validation.every();
        int round = parallel.mode() == ParallelConfig.Mode.ROUNDS
                ? parallel.rounds().steps()
                : 1;
        long end = multiple(step, round);
        while (end < steps && end / every == (end - round) / every) {
            end = multiple(multiple(end, every), round);
        }
        return (int) Math.min(end, steps);
    }

    /** The least multiple of a number that is larger than another by at least one of it, or equal to it. */
    private static long multiple(long least, int of) {
        return (least + of - 1) / of * of;
    }

    /** The number of scorings that do not fall on the last step. */
    private static int scoringsBefore(int steps, ValidationConfig validation, ParallelConfig parallel) {
        int apart = parallel.mode() == ParallelConfig.Mode.ROUNDS
                ? Math.max(validation.every(), parallel.rounds().steps())
                : validation.every();
        return (steps - 1) / apart;
    }

    /** Tokens that the model learns from in one step. */
    public long tokensPerStep() {
        return (long) batch.microBatches() * batch.windows() * model.context();
    }
}
