package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.compare.halving.Halving;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialGridTest {
    @TempDir
    private Path directory = Path.of("");

    private static SweepConfig sweep(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o"));
        all.addAll(List.of(settings));
        return SweepJob.configure(all.toArray(String[]::new));
    }

    private SweepConfig sweepOf(String file) throws IOException {
        Path written = Files.writeString(directory.resolve("sweep.conf"), file);
        return Settings.read(
                SweepJob.defaults(), written, List.of("data=d", "memory=m", "output=o"), SweepConfig::from);
    }

    private static List<String> names(SweepConfig sweep) {
        return sweep.trials().stream().map(Trial::name).toList();
    }

    @Test
    void everyCombinationIsATrialWithEverySeed() {
        SweepConfig sweep = sweep("grid.rate.peak=[1e-3, 2e-3]", "grid.model.lambda.cells=16,64", "seeds=[1, 2]");
        assertThat(names(sweep))
                .containsExactly(
                        "model.lambda.cells=16 rate.peak=0.001 seed 1",
                        "model.lambda.cells=16 rate.peak=0.002 seed 1",
                        "model.lambda.cells=64 rate.peak=0.001 seed 1",
                        "model.lambda.cells=64 rate.peak=0.002 seed 1",
                        "model.lambda.cells=16 rate.peak=0.001 seed 2",
                        "model.lambda.cells=16 rate.peak=0.002 seed 2",
                        "model.lambda.cells=64 rate.peak=0.001 seed 2",
                        "model.lambda.cells=64 rate.peak=0.002 seed 2");
        assertThat(sweep.trials().get(3).train().rate().peak()).isEqualTo(2e-3);
        assertThat(sweep.trials().get(3).train().model().lambda().cells()).isEqualTo(64);
        assertThat(sweep.trials().get(3).train().data()).isEqualTo("d");
    }

    @Test
    void namesMayBePathsOrSectionsAndAListAddsToTheGrid() throws IOException {
        SweepConfig sweep = sweepOf("""
                grid { "rate.peak" = [1e-3], model { layers = 2 } }
                list = [ { rate.peak = 5e-3, attention = dot }, { attention = [tau, dot, tau, dot] } ]
                """);
        assertThat(names(sweep))
                .containsExactly(
                        "model.layers=2 rate.peak=0.001 seed 42",
                        "attention=dot rate.peak=0.005 seed 42",
                        "attention=[tau,dot,tau,dot] seed 42");
        assertThat(sweep.trials().get(0).train().model().layers()).isEqualTo(2);
        assertThat(sweep.trials().get(2).train().model().attentionName()).isEqualTo("tau,dot,tau,dot");
    }

    @Test
    void withoutAnyItIsTheSharedSettings() {
        assertThat(names(sweep("seeds=[3, 4]"))).containsExactly("as set seed 3", "as set seed 4");
    }

    /** All at once, and before anything begins. */
    @Test
    void everythingThatIsWrongIsReported() {
        assertThatThrownBy(() -> sweep(
                        "parallel=0",
                        "grid.rate.peak=[1e-3, fast]",
                        "grid.model.widht=[1]",
                        "grid.model.layers=[0]",
                        "train.steps=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("parallel: value 0 must be at least 1")
                .hasMessageContaining("train.rate.peak: value 'fast' is not a number")
                .hasMessageContaining("train.model.widht: is no setting")
                .hasMessageContaining("train.model.layers: value 0 must be at least 1")
                .hasMessageContaining("train.steps: value 0 must be at least 1");
    }

    @Test
    void whatTheSweepChoosesCannotBeSwept() {
        assertThatThrownBy(() -> sweep("grid.seed=[1]", "grid.output=[a, b]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("seed: cannot be swept: give seeds instead")
                .hasMessageContaining("output: cannot be swept");
        assertThatThrownBy(() -> sweep("train.data=elsewhere", "train.resume=false"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("train.data: cannot be set for all trials")
                .hasMessageContaining("train.resume: cannot be set for all trials");
        assertThatThrownBy(() -> sweep("grid.rate.peak=[]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("grid.rate.peak");
        assertThat(sweep("grid.memory=[m1, m2]").trials())
                .extracting(trial -> trial.train().memory())
                .containsExactly("m1", "m2");
    }

    @Test
    void aGridOfMoreTrialsThanAnybodyTrainsIsRefusedUnmade() {
        String ten = "=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
        String[] axes = Stream.of("seeds", "steps", "log.every", "checkpoint.every", "validation.every", "guard.skips")
                .map(setting -> "grid." + setting + ten)
                .toArray(String[]::new);
        assertThatThrownBy(() -> sweep(axes))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("grid: value 'checkpoint.every, guard.skips, log.every")
                .hasMessageContaining("makes 1000000 trials, and a sweep may have 10000: take values out");
    }

    @Test
    void blankPathsAreRefusedByTheirOwnNames() {
        assertThatThrownBy(() -> sweep("data=", "output="))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("data: value '' is blank; name the output of shard")
                .hasMessageContaining("output: value '' is blank; name the directory to make")
                .hasMessageNotContaining("train.");
    }

    @Test
    void halvingIsOfTrialsThatCanBeComparedAtEachRung() {
        assertThat(sweep("grid.rate.peak=[1e-3, 2e-3]").halving()).isEmpty();
        assertThat(sweep("halving.rungs=3").halving()).contains(new Halving(3, 2));
        assertThatThrownBy(() -> sweep("halving.rungs=3", "train.validation.every=500", "grid.rate.peak=[1e-3, 2e-3]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(
                        "halving.rungs: value 3 makes rungs at the scorings of steps 500, 500, 1000 of 2000, where"
                                + " each must be another one before the last step: lower it or train.validation.every = 500");
        for (String apart :
                List.of("grid.steps=1000,2000", "grid.batch.windows=2,4", "grid.validation.every=150,200")) {
            assertThatThrownBy(() -> sweep("halving.rungs=2", apart))
                    .as(apart)
                    .isInstanceOf(InvalidConfig.class)
                    .hasMessageContaining("halving.rungs: value 2 needs trials that agree in data, steps");
        }
        assertThatThrownBy(() -> sweep("halving.rungs=2", "train.stop.patience=2"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("train.stop.patience: value 2 must be 0 with halving.rungs");
        assertThatThrownBy(() -> sweep("halving.rungs=-2", "halving.factor=1"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("halving.factor: value 1 must be at least 2")
                .hasMessageContaining("halving.rungs: value -2 must lie between 0 and 20");
    }

    /** A changed default must be changed here too, so that none slips in unseen. */
    @Test
    void defaultsArePinned() {
        assertThat(SweepJob.defaults().withoutPath("train").root().render(ConfigRenderOptions.concise()))
                .isEqualTo(
                        "{\"data\":null,\"grid\":{},\"halving\":{\"factor\":2,\"rungs\":0},\"list\":[],\"memory\":\"\",\"output\":null,\"parallel\":2,"
                                + "\"seeds\":[]}");
        assertThat(SweepJob.defaults().getInt("train.workers")).isEqualTo(1);
        assertThat(SweepJob.defaults().getString("train.tokenizer")).isEqualTo("bytes");
        assertThat(SweepJob.defaults().getString("train.publish")).isEqualTo("last");
        assertThat(SweepJob.defaults().getInt("train.steps")).isEqualTo(2000);
    }
}
