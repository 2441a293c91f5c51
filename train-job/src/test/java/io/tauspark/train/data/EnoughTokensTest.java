package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.ShardManifest;
import io.tauspark.tokens.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnoughTokensTest {
    /** With their separators 16 tokens. */
    private static final List<String> TEXTS = List.of("abcd", "efgh", "ijkl");

    @TempDir
    private Path folder = Path.of("");

    private void require(ShardManifest manifest, int microBatches, int context) throws IOException {
        EnoughTokens.require(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                manifest,
                new ByteTokenizer(),
                microBatches,
                context,
                new Configuration());
    }

    @Test
    void everyLaneNeedsTwoWindows() throws IOException {
        ShardManifest manifest = MadeUpShards.write(folder, List.of(TEXTS, TEXTS), List.of("held out"));
        assertThatCode(() -> require(manifest, 2, 8)).doesNotThrowAnyException();
        assertThatCode(() -> require(manifest, 1, 15)).as("one lane of both").doesNotThrowAnyException();
        assertThatThrownBy(() -> require(manifest, 2, 9))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("lane 0, a share of the training shards, holds 16 tokens, too few for windows of 9: shard a"
                        + " larger corpus, shard it into fewer parts, or lower model.context");
    }

    @Test
    void withoutATextToValidateThereIsNothingToScore() throws IOException {
        ShardManifest manifest = MadeUpShards.write(folder, List.of(TEXTS), List.of());
        assertThatThrownBy(() -> require(manifest, 1, 4))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("the validation shards hold 1 tokens, too few to score");
    }

    @Test
    void noMoreIsReadThanTwoWindowsTake() throws IOException {
        ShardManifest manifest = MadeUpShards.write(folder, List.of(TEXTS, TEXTS), List.of("held out"));
        Files.delete(folder.resolve("train/part-1"));
        assertThatCode(() -> require(manifest, 1, 7)).doesNotThrowAnyException();
    }
}
