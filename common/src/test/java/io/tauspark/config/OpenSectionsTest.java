package io.tauspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenSectionsTest {
    private static final Config REFERENCE = ConfigFactory.parseString("grid {}, list = [], closed { heat = 180 }");

    private static Config grid(String... set) {
        return Settings.read(REFERENCE, null, List.of(set), settings -> settings.open("grid"));
    }

    @Test
    void takeKeysThatTheDefaultsDoNotHave() {
        assertThat(grid("grid.rate.peak=[1, 2]").getIntList("rate.peak")).containsExactly(1, 2);
        assertThat(grid().isEmpty()).isTrue();
    }

    @Test
    void areStillSections() {
        assertThatThrownBy(() -> grid("grid=7"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("grid: is a section, not a single value");
        assertThatThrownBy(() -> grid("closed.heta=7"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("closed.heta: is no setting");
    }

    @Test
    void mayBeListed() {
        List<Config> sections = Settings.read(
                REFERENCE, null, List.of("list=[{a = 1}, {b.c = 2}]"), settings -> settings.sections("list"));
        assertThat(sections).hasSize(2);
        assertThat(sections.get(1).getInt("b.c")).isEqualTo(2);
        assertThatThrownBy(() ->
                        Settings.read(REFERENCE, null, List.of("list=[1]"), settings -> settings.sections("list")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("is not a list of sections");
    }
}
