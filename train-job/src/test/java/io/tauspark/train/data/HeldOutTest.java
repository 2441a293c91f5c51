package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.tokens.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
    @Test
    void halvesTheDocumentsThatShardsHoldBack() {
        List<String> validation = IntStream.range(0, 100_000)
                .mapToObj(i -> "noun.animal/" + i)
                .filter(id -> Split.of(id, 0.05) == Split.VALIDATION)
                .toList();
        long selection = validation.stream()
                .filter(id -> HeldOut.of(id) == HeldOut.SELECTION)
                .count();
        // Five standard deviations of a fair coin.
        assertThat((double) selection / validation.size()).isCloseTo(0.5, within(2.5 / Math.sqrt(validation.size())));
    }

    /** Published results depend on the choice, so that it must not change. */
    @Test
    void isTheSameForever() {
        assertThat(List.of("a", "b", "c", "d", "e", "f"))
                .extracting(HeldOut::of)
                .containsExactly(
                        HeldOut.TEST, HeldOut.TEST, HeldOut.SELECTION, HeldOut.TEST, HeldOut.TEST, HeldOut.TEST);
    }

    @Test
    void eachHalfHasTheDocumentsThatTheOtherLacks(@TempDir Path folder) throws IOException {
        List<String> texts = IntStream.range(0, 20).mapToObj(i -> "text " + i).toList();
        ShardManifest manifest = MadeUpShards.write(folder, List.of(List.of("learnt from")), texts);
        Map<Boolean, List<String>> halves =
                texts.stream().collect(Collectors.partitioningBy(text -> HeldOut.of(text) == HeldOut.TEST));
        for (HeldOut half : HeldOut.values()) {
            ValidationSet windows = half.windows(
                    new org.apache.hadoop.fs.Path(folder.toUri()),
                    manifest.parts(Split.VALIDATION),
                    new ByteTokenizer(),
                    8,
                    1000,
                    new Configuration());
            String mine = String.join("", halves.getOrDefault(half == HeldOut.TEST, List.of()));
            // The last window is cut where it would be shorter than others.
            assertThat(windows.bytes()).isBetween(mine.length() - 8L, (long) mine.length());
            assertThat(new ByteTokenizer().decode(windows.window(0))).isSubstringOf(mine);
        }
    }

    @Test
    void aHalfWithoutDocumentsIsRefused(@TempDir Path folder) throws IOException {
        // Ids are the texts, and "a" falls to the test half.
        ShardManifest manifest = MadeUpShards.write(folder, List.of(List.of("learnt from")), List.of("a"));
        assertThatThrownBy(() -> HeldOut.requireBoth(
                        new org.apache.hadoop.fs.Path(folder.toUri()),
                        manifest.parts(Split.VALIDATION),
                        new ByteTokenizer(),
                        new Configuration()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("the selection half of the validation documents is empty: shard a larger corpus or raise"
                        + " validation.fraction");
    }
}
