package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
    @Test
    void comeSeedBySeed() {
        assertThat(read("seeds=2", "variants=[dot, tau]").trials().all())
                .extracting(Trial::name)
                .containsExactly("dot seed 1", "tau seed 1", "dot seed 2", "tau seed 2");
    }

    @Test
    void takeTheirVariantsSettingsOverTheSharedOnes() {
        List<Trial> trials = read("seeds=1", "train.steps=7", "train.model.width=64")
                .trials()
                .all();
        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.train().steps()).isEqualTo(7);
            assertThat(trial.train().model().width()).isEqualTo(64);
        });
        assertThat(trials)
                .filteredOn(trial -> trial.variant().equals("mean"))
                .allSatisfy(trial -> assertThat(trial.train().model().mlp()).isEqualTo(5));
    }

    /** Where a benchmark is run must not decide whether its results still count. */
    @Test
    void areTheSameWhereverTheirFilesLie() {
        Trial here = read("output=here").trials().all().get(0);
        Trial there = read("output=there", "memory=m2", "train.log.every=7")
                .trials()
                .all()
                .get(0);
        Trial other =
                read("output=here", "train.optimizer.clip=2").trials().all().get(0);
        assertThat(here.settings()).isEqualTo(there.settings()).isNotEqualTo(other.settings());
    }

    @Test
    void haveToBeSome() {
        assertThatThrownBy(() -> read("seeds=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("gives no trial");
        assertThatThrownBy(() -> read("variants=[dot, dot]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("names a variant twice");
    }

    @Test
    void thatWouldNotLearnTheSameAreRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("more.conf"), "longer { attention = dot, steps = 100 }");
        assertThatThrownBy(() -> read("definitions=" + file, "variants=[dot, longer]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("must agree in steps, batch, model.context");
    }

    @Test
    void aMistakeInAVariantIsReportedWithItsPlace(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("more.conf");
        Files.writeString(file, "wide {\n  model.widht = 256\n}");
        assertThatThrownBy(() -> read("definitions=" + file, "variants=[wide]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("train.model.widht: is no setting")
                .hasMessageContaining("more.conf: 2");
    }

    /** A changed default must be changed here too, so that none slips in unseen. */
    @Test
    void defaultsArePinned() {
        assertThat(own(RecallBench.defaults()))
                .isEqualTo("{\"definitions\":\"\",\"examine\":{\"every\":100,\"sequences\":256},\"memory\":null,"
                        + "\"output\":null,\"parallel\":2,\"seeds\":3,\"tasks\":[\"associative\",\"induction\"],"
                        + "\"variants\":[\"dot\",\"dot+kw\",\"tau\",\"grid\",\"mean\",\"mean+kw\",\"reference\"],"
                        + "\"vocabulary\":64}");
        assertThat(RecallBench.defaults().getInt("train.steps")).isEqualTo(2000);
    }

    private static String own(Config defaults) {
        return defaults.withoutPath("train").root().render(ConfigRenderOptions.concise());
    }

    private static RecallConfig read(String... settings) {
        List<String> all = new ArrayList<>(List.of("memory=m", "output=o"));
        all.addAll(List.of(settings));
        return Settings.read(RecallBench.defaults(), null, all, RecallConfig::from);
    }
}
