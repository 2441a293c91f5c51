package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.config.InvalidConfig;
import io.tauspark.model.LaplacianSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareConfigTest {
    private static CompareConfig compare(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o"));
        all.addAll(List.of(settings));
        return CompareJob.configure(all.toArray(String[]::new));
    }

    @Test
    void trialsComeSeedBySeed() {
        assertThat(compare("variants=[dot, tau-chain]", "seeds=1,2").trials())
                .extracting(Trial::name)
                .containsExactly("dot seed 1", "tau-chain seed 1", "dot seed 2", "tau-chain seed 2");
    }

    @Test
    void controlsDifferFromTauInTheirGraphAlone() {
        assertThat(compare("seeds=[1]").trials())
                .filteredOn(trial -> trial.group().startsWith("tau"))
                .extracting(trial -> trial.train().model().lambda().laplacian())
                .containsExactly(
                        LaplacianSource.MEMORY,
                        LaplacianSource.PERMUTED,
                        LaplacianSource.RANDOM,
                        LaplacianSource.CHAIN);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> compare("variants=[tau]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("baseline: value 'dot' must be one of variants = tau");
        assertThatThrownBy(() -> compare("seeds=[]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("gives no trial");
        assertThatThrownBy(() -> compare("seeds=[1, 1]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("or seeds names something twice");
        assertThatThrownBy(() -> compare("train.rate.peak=0", "parallel=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("train.rate.peak")
                .hasMessageContaining("parallel");
    }

    /** A changed default must be changed here too, so that none slips in unseen. */
    @Test
    void defaultsArePinned() {
        assertThat(CompareJob.defaults().withoutPath("train").root().render(ConfigRenderOptions.concise()))
                .isEqualTo("{\"baseline\":\"dot\",\"data\":null,\"definitions\":\"\",\"memory\":null,\"output\":null,"
                        + "\"parallel\":2,\"seeds\":[1,2,3],\"variants\":[\"dot\",\"dot+kw\",\"tau\",\"grid\",\"mean\","
                        + "\"mean+kw\",\"reference\",\"tau-permuted\",\"tau-random\",\"tau-chain\"]}");
        Trial trial = compare().trials().get(0);
        assertThat(trial.tokens()).isEqualTo(819_200);
        assertThat(trial.train().workers()).isEqualTo(1);
        assertThat(trial.train().rate().peak()).isEqualTo(3e-3);
        assertThat(trial.train().validationEvery()).isEqualTo(100);
    }
}
