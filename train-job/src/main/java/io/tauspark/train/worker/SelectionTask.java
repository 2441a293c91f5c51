package io.tauspark.train.worker;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.shards.ShardPart;
import io.tauspark.store.Json;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.HeldOut;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.state.Checkpoints;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Chooses among the models of a finished run, its last and those of the checkpoints that it kept, and scores the chosen
 * one: an ordinary task, which Spark may run wherever there is a slot, again, or twice.
 */
public final class SelectionTask implements Function<Integer, String> {
    private static final long serialVersionUID = 1L;

    private final TrainConfig config;
    private final String run;
    private final String shards;
    private final List<ShardPart> validation;
    private final int windows;
    private final int testWindows;
    private final LongAccumulator beats;
    private final SerializableConfiguration hadoop;

    /**
     * Prepares the task.
     *
     * @param config of the run
     * @param run its directory
     * @param shards that it learnt from
     * @param validation their validation parts
     * @param windows most windows of the selection half that are scored
     * @param testWindows most windows of the test half
     * @param beats counts what the task gets done; the driver sees it with the heartbeats of the executor
     */
    public SelectionTask(
            TrainConfig config,
            Path run,
            Path shards,
            List<ShardPart> validation,
            int windows,
            int testWindows,
            LongAccumulator beats,
            SerializableConfiguration hadoop) {
        this.config = config;
        this.run = run.toString();
        this.shards = shards.toString();
        this.validation = List.copyOf(validation);
        this.windows = windows;
        this.testWindows = testWindows;
        this.beats = beats;
        this.hadoop = hadoop;
    }

    /**
     * Returns the {@link SelectedModel} as text, because Spark's Kryo, where a cluster has chosen it, cannot carry
     * records.
     */
    @Override
    public String call(Integer unused) throws IOException {
        TaskResources resources = TaskResources.of(TaskContext.get());
        Device device = config.compute().device(0, resources.gpu());
        try (Tokenizer tokenizer = config.tokenizer().open();
                NDManager manager = TorchEngine.open(resources.threads(), device)) {
            return Json.line(select(tokenizer, manager, this::beat));
        }
    }

    /** @param beat is called as the work gets on */
    SelectedModel select(Tokenizer tokenizer, NDManager manager, Runnable beat) throws IOException {
        ValidationSet selection = half(HeldOut.SELECTION, windows, tokenizer);
        ValidationSet test = half(HeldOut.TEST, testWindows, tokenizer);
        NavigableMap<Integer, Path> candidates =
                new Checkpoints(new Path(run), config.checkpoint().keep(), hadoop.value()).kept();
        // Whether or not the last step had a checkpoint; it is the same model.
        candidates.put(config.steps(), new Path(run));
        TrainedModel last = load(new Path(run));
        try (TauGpt gpt = last.open(manager, config.compute().precision(manager.getDevice()))) {
            ValidationSet.Scorer scorer = batch -> {
                beat.run();
                return gpt.tokenLosses(batch);
            };
            int chosen = 0;
            double best = Double.POSITIVE_INFINITY;
            for (Map.Entry<Integer, Path> candidate : candidates.entrySet()) {
                use(candidate.getValue(), gpt);
                double bits = bitsPerByte(nats(selection, scorer), selection);
                if (bits < best) {
                    chosen = candidate.getKey();
                    best = bits;
                }
            }
            Path model = candidates.get(chosen);
            if (model == null) {
                throw new IllegalStateException("no model of '" + run + "' has a finite score");
            }
            use(model, gpt);
            double nats = nats(test, scorer);
            return new SelectedModel(
                    windows,
                    testWindows,
                    candidates.size(),
                    chosen,
                    best,
                    nats / test.targets(),
                    bitsPerByte(nats, test));
        }
    }

    private ValidationSet half(HeldOut half, int most, Tokenizer tokenizer) throws IOException {
        return half.windows(
                new Path(shards), validation, tokenizer, config.model().context(), most, hadoop.value());
    }

    private TrainedModel load(Path directory) throws IOException {
        return TrainedModel.load(directory, hadoop.value());
    }

    private void use(Path directory, TauGpt gpt) throws IOException {
        TrainedModel model = load(directory);
        gpt.setParameters(model.parameters());
        gpt.setTau(model.tau());
    }

    private static double nats(ValidationSet set, ValidationSet.Scorer scorer) {
        return Arrays.stream(set.losses(scorer, 0, 1)).sum();
    }

    /** Tokens that stand for no byte, such as separators, are predicted like others and cost bits. */
    private static double bitsPerByte(double nats, ValidationSet set) {
        return nats / Math.log(2) / set.bytes();
    }

    private void beat() {
        if (TaskContext.get().isInterrupted()) {
            throw new IllegalStateException("Spark has stopped this task");
        }
        beats.add(1);
    }
}
