package io.tauspark.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tauspark.config.InvalidConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReleasesConfigTest {
    @Test
    void defaultsArePinned() {
        assertThat(ReleasesJob.configure("memory=m"))
                .isEqualTo(new ReleasesConfig("m", 10, Duration.ZERO, "", Duration.ofMinutes(2)));
    }

    @Test
    void everySettingIsReadUnderItsName() {
        assertThat(ReleasesJob.configure("memory=m", "keep=3", "older-than=90d", "page=p.html", "lease=45s"))
                .isEqualTo(new ReleasesConfig("m", 3, Duration.ofDays(90), "p.html", Duration.ofSeconds(45)));
    }

    @Test
    void everyBrokenRuleIsReportedAtOnce() {
        InvalidConfig refused = catchThrowableOfType(
                InvalidConfig.class,
                () -> ReleasesJob.configure("memory= ", "keep=1", "older-than=-1d", "lease=9s", "colour=red"));
        assertThat(refused)
                .hasMessageContaining("memory: value '' is blank")
                .hasMessageContaining("keep: value 1 must be at least 2: the current release and the one before it")
                .hasMessageContaining("older-than: value -1d must not be negative")
                .hasMessageContaining("lease: value 9s must be at least 10s")
                .hasMessageContaining("colour: is no setting");
    }
}
