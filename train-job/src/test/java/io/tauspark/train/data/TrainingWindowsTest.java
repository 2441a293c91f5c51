package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.exchange.ProgressAddress;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.SpreadFactors;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.tokens.ByteTokenizer;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.worker.TrainPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files of documents to the windows that a model learns from. */
class TrainingWindowsTest {
    private static final int CONTEXT = 64;
    /** Stands in validation documents alone. */
    private static final char SECRET = '%';

    private final Configuration hadoop = new Configuration();
    private final Tokenizer tokenizer = new ByteTokenizer();
    private final List<List<String>> texts = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    private TrainPlan plan = plan(List.of(), List.of());

    @BeforeEach
    void threeTrainingShardsAndOneForValidation() throws IOException {
        List<ShardPart> training = new ArrayList<>();
        for (int shard = 0; shard < 3; shard++) {
            String author = "writer " + shard;
            List<String> documents = IntStream.range(0, 40)
                    .mapToObj(i -> "document " + i * i + " of " + author + " ".repeat(i % 3) + "é")
                    .toList();
            texts.add(documents);
            training.add(MadeUpShards.part(folder, "train/part-" + shard, Split.TRAIN, documents));
        }
        List<String> held =
                IntStream.range(0, 40).mapToObj(i -> i + " " + SECRET).toList();
        plan = plan(training, List.of(MadeUpShards.part(folder, "validation/part-0", Split.VALIDATION, held)));
    }

    @Test
    void twoLanesShareTheShards() throws IOException {
        assertThat(plan.lanePlan().lanes()).isEqualTo(2);
        assertThat(plan.lane(0, tokenizer).windows()).isEqualTo(stream(0, 2).size() / CONTEXT - 1);
        assertThat(plan.lane(1, tokenizer).windows()).isEqualTo(stream(1).size() / CONTEXT - 1);
    }

    @Test
    void everyTokenOfALaneIsATargetOncePerEpochUpToTheCut() throws IOException {
        List<Integer> stream = stream(0, 2);
        Lane lane = plan.lane(0, tokenizer);
        Set<Integer> phases = new HashSet<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            int[] starts = Arrays.stream(lane.batch(epoch, lane.windows()))
                    .mapToInt(window -> place(window, stream))
                    .sorted()
                    .toArray();
            int phase = starts[0];
            phases.add(phase);
            assertThat(phase).isBetween(0, CONTEXT - 1);
            assertThat(starts)
                    .isEqualTo(IntStream.range(0, lane.windows())
                            .map(i -> phase + i * CONTEXT)
                            .toArray());
            int targets = starts.length * CONTEXT;
            assertThat(stream.size() - targets).isLessThan(2 * CONTEXT);
        }
        assertThat(phases).as("epochs are cut at different places").hasSizeGreaterThan(1);
    }

    @Test
    void noValidationTextIsInAnyWindow() throws IOException {
        for (int number = 0; number < 2; number++) {
            Lane lane = plan.lane(number, tokenizer);
            for (int[][] epoch : new int[][][] {lane.batch(0, lane.windows()), lane.batch(1, lane.windows())}) {
                for (int[] window : epoch) {
                    assertThat(window).doesNotContain(SECRET);
                }
            }
        }
        assertThat(plan.tokens(plan.validationParts(), tokenizer)).contains(SECRET);
    }

    /** Where in the stream a window was cut; windows of these documents stand at one place only. */
    private static int place(int[] window, List<Integer> stream) {
        List<Integer> tokens = Arrays.stream(window).boxed().toList();
        int place = Collections.indexOfSubList(stream, tokens);
        assertThat(window).hasSize(CONTEXT + 1);
        assertThat(place).isNotNegative().isEqualTo(Collections.lastIndexOfSubList(stream, tokens));
        return place;
    }

    /** Documents of some shards, a separator on each side of each. */
    private List<Integer> stream(int... shards) {
        List<Integer> stream = new ArrayList<>(List.of(tokenizer.separator()));
        for (int shard : shards) {
            for (String text : texts.get(shard)) {
                Arrays.stream(tokenizer.encode(text)).forEach(stream::add);
                stream.add(tokenizer.separator());
            }
        }
        return stream;
    }

    private TrainPlan plan(List<ShardPart> training, List<ShardPart> validation) {
        TrainConfig config =
                TrainJob.configure("data=d", "memory=m", "output=o", "model.context=" + CONTEXT, "workers=1");
        return new TrainPlan(
                config,
                HeadLaplacians.none(),
                SpreadFactors.NONE,
                null,
                folder.toString(),
                training,
                validation,
                "run",
                config.steps(),
                1,
                null,
                new ProgressAddress("localhost", 1),
                new SerializableConfiguration(hadoop));
    }
}
