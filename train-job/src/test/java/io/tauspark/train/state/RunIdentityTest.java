package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.shards.CorpusFields;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.store.Json;
import io.tauspark.train.TrainJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdentityTest {
    private static RunIdentity identity(String content, String... settings) {
        String[] all = Stream.concat(
                        Stream.of("data=d", "memory=m", "output=o", "tokenizer=bytes"), Stream.of(settings))
                .toArray(String[]::new);
        ShardManifest manifest = ShardManifest.of(
                List.of(new ShardPart("train/part-00000.jsonl.gz", Split.TRAIN, 1, 1, content)),
                Map.of(),
                0,
                0,
                1,
                1,
                "test",
                new CorpusFields("text", "id"));
        return RunIdentity.of(TrainJob.configure(all), manifest, "memory", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data=elsewhere",
                "workers=4",
                "overwrite=true",
                "resume=false",
                "checkpoint.every=7",
                "faults.retries=9",
                "exchange.timeout=5s",
                "parallel.rounds.steps=7",
                "device=gpu"
            })
    void doesNotDependOnCircumstances(String setting) {
        assertThat(identity("a").differences(identity("a", setting))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "seed=7, seed is 42 there and 7 here",
        "steps=7, steps is 2000 there and 7 here",
        "log.every=7, log.every is 10 there and 7 here",
        "batch.micro-batches=8, batch.micro-batches is 4 there and 8 here",
        "optimizer.weight-decay=0.5, optimizer.weight-decay is 0.1 there and 0.5 here",
        "exchange.wire=bfloat16, exchange.wire is \"FLOAT32\" there and \"BFLOAT16\" here",
        "calibration.strategy=gated, calibration.strategy is \"FIXED\" there and \"GATED\" here",
        "precision=bfloat16, precision is \"AUTO\" there and \"BFLOAT16\" here",
        "publish=last, publish is \"BEST\" there and \"LAST\" here",
        "stop.patience=3, stop.patience is 0 there and 3 here",
        "model.layers=3, model.layers is 4 there and 3 here"
    })
    void namesASettingThatTheResultDependsOnAsItIsSpelled(String setting, String difference) {
        assertThat(identity("a").differences(identity("a", setting))).contains(difference);
    }

    @Test
    void dependsOnWorkersAndRoundsOnceTheyTrainInRounds() {
        RunIdentity rounds = identity("a", "parallel.mode=rounds");
        assertThat(rounds.differences(identity("a", "parallel.mode=rounds", "workers=4", "parallel.rounds.steps=7")))
                .containsExactly("parallel.rounds.steps is 100 there and 7 here", "workers is 2 there and 4 here");
        assertThat(identity("a").differences(rounds)).contains("parallel.mode is \"SYNC\" there and \"ROUNDS\" here");
    }

    /** The mean is of the models of these checkpoints. */
    @Test
    void dependsOnCheckpointsOnceTheirMeanIsPublished() {
        RunIdentity average = identity("a", "publish=average");
        assertThat(average.differences(identity("a", "publish=average", "checkpoint.every=7", "checkpoint.keep=2")))
                .containsExactly("checkpoint.every is 500 there and 7 here", "checkpoint.keep is 3 there and 2 here");
    }

    @Test
    void ofAnEarlierVersionIsThatOfTheSettingsThatThereWereNotYet() {
        RunIdentity plain = identity(
                "a",
                "model.past.delays.tau=0",
                "model.past.delays.grid=0",
                "model.past.equal-start=[]",
                "model.past.near.tokens=0",
                "publish=last");
        Map<String, JsonNode> known = new HashMap<>(plain.settings());
        assertThat(known.keySet()
                        .removeIf(name -> name.startsWith("model.past.")
                                || name.startsWith("stop.")
                                || name.equals("publish")
                                || name.endsWith("least-temperature")))
                .isTrue();
        RunIdentity earlier = new RunIdentity(known, plain.data(), plain.memory(), null);
        assertThat(earlier.differences(plain)).isEmpty();
        assertThat(earlier.fingerprint()).isEqualTo(plain.fingerprint());
        assertThat(earlier.differences(identity("a")))
                .contains(
                        "model.past.delays.tau is [0] there and [0,1] here",
                        "model.past.near.tokens is 0 there and 16 here");
    }

    @Test
    void hasAFingerprintThatFollowsIt() {
        assertThat(identity("a").fingerprint())
                .hasSize(64)
                .isEqualTo(identity("a", "workers=4").fingerprint())
                .isNotEqualTo(identity("a", "model.lambda.laplacian=chain").fingerprint())
                .isNotEqualTo(identity("b").fingerprint());
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() {
        RunIdentity written = identity("a", "model.lambda.tau=0.5", "rate.peak=1e-3");
        RunIdentity read = Json.read(Json.pretty(written), RunIdentity.class, "run.json");
        assertThat(read.fingerprint()).isEqualTo(written.fingerprint());
    }

    @Test
    void dependsOnTheContentOfTheData() {
        assertThat(identity("a").differences(identity("b")))
                .singleElement()
                .satisfies(difference -> assertThat(difference).startsWith("the content of data is "));
    }

    @Test
    void isReadFromTheFileOfARunThatIsOver() {
        RunIdentity identity = identity("a");
        String json = Json.pretty(identity).replaceFirst("\\{", "{ \"end\": {\"step\": 7},");
        assertThat(Json.read(json, RunIdentity.class, "test").differences(identity))
                .isEmpty();
    }

    @Test
    void survivesItsFile() {
        RunIdentity identity = identity("a");
        RunIdentity read = Json.read(Json.pretty(identity), RunIdentity.class, "test");
        assertThat(identity.differences(read)).isEmpty();
    }
}
