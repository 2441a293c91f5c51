package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.Standstill;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.state.RunState.Interval;
import io.tauspark.train.state.RunState.Losses;
import io.tauspark.train.state.RunState.Progress;
import io.tauspark.train.state.RunState.Scoring;
import io.tauspark.train.state.RunState.Scorings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
    private final Configuration hadoop = new Configuration();

    private final java.nio.file.Path folder;

    RunStateTest(@TempDir java.nio.file.Path folder) {
        this.folder = folder;
    }

    @Test
    void everyBitOfItComesBack() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double loss = 12 * random.nextDouble();
            double sum = Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            RateState rate = new RateState(random.nextDouble(), i, Math.nextUp(Math.pow(0.7, i)));
            assertComesBack(new RunState(
                    new Progress(i, i + (1L << 40), i, 3, 2),
                    random.nextLong(),
                    rate,
                    new Interval(sum, 4),
                    new Losses(loss, -0.0, random.nextDouble()),
                    1L << 50,
                    new Scorings(new Standstill(i == 0 ? null : loss, i), i % 2 == 0 ? null : new Scoring(i, loss))));
        }
        assertComesBack(RunState.start(7));
    }

    /** What is in the checkpoints that there are. */
    @Test
    void theFileHasItsKeysSideBySide() throws IOException {
        String json = "{\"format\":2,\"step\":5,\"position\":6,\"seed\":7,"
                + "\"rate\":{\"best\":null,\"since\":0,\"scale\":1.0},"
                + "\"optimizerSteps\":4,\"skipped\":1,\"restarts\":3,\"lossSum\":2.5,\"intervalSteps\":2,"
                + "\"trainLoss\":1.5,\"validationLoss\":null,\"bestValidationLoss\":0.5,\"lines\":9}";
        RunState state = new RunState(
                new Progress(5, 6, 4, 1, 3),
                7,
                RateState.START,
                new Interval(2.5, 2),
                new Losses(1.5, null, 0.5),
                9,
                Scorings.NONE);
        assertThat(Json.line(state)).isEqualTo(json);
        Storage.writeText(file(), json, hadoop);
        assertThat(RunState.read(file(), hadoop)).isEqualTo(state);
    }

    @Test
    void lossesAreNumbers() {
        assertThatThrownBy(() -> atStep5(Double.NaN, Losses.NONE))
                .hasMessage("step 5: losses NaN, null, null and null must be finite, others are skipped");
        assertThatThrownBy(() -> atStep5(1, new Losses(Double.NEGATIVE_INFINITY, 2.0, 1.5)))
                .hasMessageContaining("1.0, -Infinity, 2.0 and 1.5");
    }

    private static RunState atStep5(double lossSum, Losses losses) {
        return new RunState(
                new Progress(5, 5, 5, 0, 0), 1, RateState.START, new Interval(lossSum, 1), losses, 0, Scorings.NONE);
    }

    @Test
    void theBestScoringStaysTheBest() {
        RunState state = RunState.start(7);
        for (double loss : new double[] {3, 2, 2.5}) {
            state = state.scored(loss, config());
        }
        assertThat(state.losses().validation()).isEqualTo(2.5);
        assertThat(state.losses().bestValidation()).isEqualTo(2);
        assertThat(state.taken(1).logged().losses().bestValidation()).isEqualTo(2);
    }

    @Test
    void theModelOfTheFirstBestScoringIsKeptIfThatIsPublished() {
        TrainConfig best = config("publish=best");
        RunState state = RunState.start(7).taken(1).scored(3, best);
        assertThat(state.bestStep()).hasValue(1);
        assertThat(state.isBest()).isTrue();
        state = state.taken(1).scored(3, best);
        assertThat(state.bestStep()).hasValue(1);
        assertThat(state.isBest()).isFalse();
        state = state.taken(1).taken(1).scored(2.9, best).passedOver().logged();
        assertThat(state.scorings().best()).isEqualTo(new Scoring(4, 2.9));
        assertThat(state.isBest()).isFalse();
        assertThat(RunState.start(7).taken(1).scored(3, config("publish=last")).bestStep())
                .isEmpty();
    }

    /** It goes on with the weights of the checkpoint, so what was the best by then is the best again. */
    @Test
    void whoGoesBackForgetsTheScoringsThatFollowed() {
        TrainConfig config = config("publish=best", "stop.patience=2");
        RunState good = RunState.start(7).taken(1).scored(3, config);
        RunState lost = good.taken(1).scored(2, config).taken(1).scored(4, config);
        RunState back = good.after(lost);
        assertThat(back.scorings()).isEqualTo(good.scorings());
        assertThat(back.bestStep()).hasValue(1);
    }

    @Test
    void itIsOverAfterTheLastStepOrWhenPatienceEnds() {
        TrainConfig config = config("steps=1000", "validation.every=10", "stop.patience=2", "stop.threshold=0.1");
        RunState state = RunState.start(7).scored(2, config).scored(1.9, config);
        assertThat(state.isOver(config)).isFalse();
        // The two fall by a tenth together, and the count begins again.
        state = state.scored(1.79, config).scored(1.78, config);
        assertThat(state.isOver(config)).isFalse();
        state = state.scored(1.77, config);
        assertThat(state.isOver(config)).isTrue();
        assertThat(RunState.start(7)
                        .scored(1, config())
                        .scored(2, config())
                        .scored(2, config())
                        .isOver(config()))
                .isFalse();
        assertThat(RunState.start(7).taken(1).isOver(config("steps=1"))).isTrue();
    }

    private static TrainConfig config(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o", "tokenizer=bytes"));
        all.addAll(List.of(settings));
        return TrainConfig.configure(all.toArray(String[]::new));
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        Path file = file();
        Storage.writeText(file, Json.line(RunState.start(7)).replace("\"format\":2", "\"format\":1"), hadoop);
        assertThatThrownBy(() -> RunState.read(file, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("has format 1, only 2 is known; use the TauSpark that wrote it");
    }

    private void assertComesBack(RunState state) throws IOException {
        state.write(file(), hadoop);
        assertThat(RunState.read(file(), hadoop)).isEqualTo(state);
    }

    private Path file() {
        return new Path(folder.resolve("state.json").toUri());
    }
}
