package io.tauspark.laplacian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
import io.tauspark.config.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardConfigTest {
    private static ShardConfig read(String... set) {
        return Settings.read(ShardJob.defaults(), null, List.of(set), ShardConfig::from);
    }

    @Test
    void defaultsArePinned() {
        assertThat(read("input=in", "output=out"))
                .isEqualTo(new ShardConfig(
                        "in", "out", ShardConfig.Format.JSONL, "text", "id", 8, 0.05, 2, 0.05, 42, false));
    }

    @Test
    void everySettingIsReadUnderItsName() {
        assertThat(read(
                        "input=in",
                        "output=out",
                        "format=jsonl",
                        "text=body",
                        "id=key",
                        "shards=3",
                        "validation.fraction=0.25",
                        "validation.parts=1",
                        "rejected.limit=0",
                        "seed=7",
                        "overwrite=true"))
                .isEqualTo(
                        new ShardConfig("in", "out", ShardConfig.Format.JSONL, "body", "key", 3, 0.25, 1, 0, 7, true));
    }

    @Test
    void everyBrokenRuleIsReportedAtOnce() {
        InvalidConfig refused = catchThrowableOfType(
                InvalidConfig.class,
                () -> read(
                        "input= ",
                        "text=",
                        "id=",
                        "shards=0",
                        "validation.fraction=1",
                        "validation.parts=0",
                        "rejected.limit=1.5",
                        "colour=red"));
        assertThat(refused.problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "input",
                        "output",
                        "text",
                        "id",
                        "shards",
                        "validation.fraction",
                        "validation.parts",
                        "rejected.limit",
                        "colour");
    }
}
