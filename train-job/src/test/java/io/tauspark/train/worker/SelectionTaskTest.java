package io.tauspark.train.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.shards.CorpusFields;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.tokens.ByteTokenizer;
import io.tauspark.tokens.TokenizerSource;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.HeldOut;
import io.tauspark.train.data.MadeUpShards;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.state.Checkpoints;
import io.tauspark.train.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTaskTest {
    private static final int WINDOWS = 5;
    private static final int LAST = 30;

    private final Configuration hadoop = new Configuration();
    private final TrainConfig config = TrainJob.configure(
            "data=d",
            "output=o",
            "tokenizer=bytes",
            "attention=dot",
            "model.layers=1",
            "model.width=8",
            "model.heads.dot=2",
            "model.context=16",
            "steps=" + LAST);
    private final Map<Integer, TrainedModel> models = new HashMap<>();

    @TempDir
    private Path folder = Path.of("");

    private ShardManifest manifest =
            ShardManifest.of(List.of(), Map.of(), 0, 0, 0, 1, "", new CorpusFields("text", "id"));

    /** A run with models of random weights at the steps 10 and 20, and at its last. */
    @BeforeEach
    void aRun() throws IOException {
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> "a text of number " + i * i)
                .toList();
        manifest = MadeUpShards.write(folder, List.of(List.of("learnt from")), texts);
        Checkpoints checkpoints = new Checkpoints(path("run"), 3, hadoop);
        for (int step : new int[] {10, 20, LAST}) {
            TrainedModel model = model(step);
            models.put(step, model);
            if (step == LAST) {
                model.save(path("run/model"), hadoop);
            } else {
                checkpoints.save(at(step), model, Map.of(), new long[0]);
            }
        }
    }

    private static RunState at(int step) {
        RunState state = RunState.start(1);
        for (int taken = 0; taken < step; taken++) {
            state = state.taken(1);
        }
        return state;
    }

    private TrainedModel model(int seed) {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = new TauGpt(config.model(), HeadLaplacians.none(), manager)) {
            gpt.initialise(seed);
            return TrainedModel.of(gpt, TokenizerSource.bytes(), null);
        }
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.toUri().toString(), name);
    }

    private SelectedModel selected(Runnable beat) throws IOException {
        SelectionTask task = new SelectionTask(
                config,
                path("run"),
                path("."),
                manifest.parts(Split.VALIDATION),
                WINDOWS,
                1000,
                new LongAccumulator(),
                new SerializableConfiguration(hadoop));
        try (NDManager manager = TorchEngine.open(1)) {
            return task.select(new ByteTokenizer(), manager, beat);
        }
    }

    /** Nats of a model on a half, window by window. */
    private double[] losses(TrainedModel model, ValidationSet half) {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model.open(manager)) {
            return half.losses(gpt::tokenLosses, 0, 1);
        }
    }

    private ValidationSet half(HeldOut half, int most) throws IOException {
        return half.windows(path("."), manifest.parts(Split.VALIDATION), new ByteTokenizer(), 16, most, hadoop);
    }

    @Test
    void choosesByOneHalfAndScoresTheOther() throws IOException {
        ValidationSet selection = half(HeldOut.SELECTION, WINDOWS);
        ValidationSet test = half(HeldOut.TEST, 1000);
        Map<Integer, Double> scores = new HashMap<>();
        models.forEach((step, model) ->
                scores.put(step, Arrays.stream(losses(model, selection)).sum() / Math.log(2) / selection.bytes()));
        int best = scores.keySet().stream()
                .min((one, other) -> Double.compare(scores.getOrDefault(one, 0.0), scores.getOrDefault(other, 0.0)))
                .orElseThrow();
        double nats = Arrays.stream(losses(models.getOrDefault(best, model(best)), test))
                .sum();
        AtomicInteger beats = new AtomicInteger();
        SelectedModel found = selected(beats::incrementAndGet);
        assertThat(found.candidates()).isEqualTo(3);
        assertThat(found.step()).isEqualTo(best);
        assertThat(found.selectionBitsPerByte()).isCloseTo(scores.getOrDefault(best, 0.0), within(1e-9));
        assertThat(found.testLoss()).isCloseTo(nats / test.targets(), within(1e-9));
        assertThat(found.testBitsPerByte()).isCloseTo(nats / Math.log(2) / test.bytes(), within(1e-9));
        assertThat(beats).hasPositiveValue();
    }

    @Test
    void refusesADamagedCheckpoint() throws IOException {
        Path weights = folder.resolve("run/checkpoints/step-000010/model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        content[content.length - 1] ^= 1;
        Files.write(weights, content);
        assertThatThrownBy(() -> selected(() -> {}))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("step-000010' is damaged")
                .hasMessageContaining("remove it to do without");
    }
}
