package io.tauspark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.shards.CorpusFields;
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
                        new CorpusConfig(
                                "in",
                                Format.JSONL,
                                TextUnit.LINE,
                                new CorpusFields("text", "id"),
                                "",
                                16 << 20,
                                0.05,
                                128 << 20),
                        "out",
                        8,
                        0.05,
                        2,
                        0,
                        42,
                        false));
    }

    @Test
    void everySettingIsReadUnderItsName() {
        assertThat(read(
                        "input=in",
                        "output=out",
                        "format=text",
                        "unit=file",
                        "text=body",
                        "id=key",
                        "shards=3",
                        "validation.fraction=0.25",
                        "validation.parts=1",
                        "record-limit=64KiB",
                        "rejected.limit=0",
                        "zstd-window=2GiB",
                        "near-duplicates.threshold=0.8",
                        "seed=7",
                        "overwrite=true"))
                .isEqualTo(new ShardConfig(
                        new CorpusConfig(
                                "in",
                                Format.TEXT,
                                TextUnit.FILE,
                                new CorpusFields("body", "key"),
                                "",
                                64 << 10,
                                0,
                                1L << 31),
                        "out",
                        3,
                        0.25,
                        1,
                        0.8,
                        7,
                        true));
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
                        "record-limit=0",
                        "rejected.limit=1.5",
                        "near-duplicates.threshold=-1",
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
                        "record-limit",
                        "rejected.limit",
                        "near-duplicates.threshold",
                        "colour");
    }
}
