package io.tauspark.laplacian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Split;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardCutTest {
    private static ShardConfig config(int shards, int validationParts) {
        return new ShardConfig(
                "in", "out", ShardConfig.Format.JSONL, "text", "id", shards, 0.05, validationParts, 0, 1, false);
    }

    @Test
    void partsAreFullRunsWhoseSizesDifferByAtMostOne() {
        for (int training : new int[] {5, 6, 99, 100}) {
            for (int validation : new int[] {2, 3, 7}) {
                ShardCut cut = new ShardCut(training, validation, config(5, 2));
                int[] parts = LongStream.range(0, training + validation)
                        .mapToInt(cut::getPartition)
                        .toArray();
                assertThat(parts).isSorted();
                int[] sizes = new int[cut.numPartitions()];
                Arrays.stream(parts).forEach(part -> sizes[part]++);
                assertThat(sizes).hasSize(7);
                assertThat(Arrays.stream(sizes, 0, 5))
                        .allMatch(size -> size == training / 5 || size == training / 5 + 1);
                assertThat(Arrays.stream(sizes, 0, 5).sum()).isEqualTo(training);
                assertThat(Math.abs(sizes[5] - sizes[6])).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void partsAreNumberedPerSplit() {
        ShardCut cut = new ShardCut(100, 10, config(12, 2));
        assertThat(cut.path(0)).isEqualTo("train/part-00000.jsonl.gz");
        assertThat(cut.path(11)).isEqualTo("train/part-00011.jsonl.gz");
        assertThat(cut.path(12)).isEqualTo("validation/part-00000.jsonl.gz");
        assertThat(cut.split(11)).isEqualTo(Split.TRAIN);
        assertThat(cut.split(12)).isEqualTo(Split.VALIDATION);
    }

    @Test
    void emptyPartsAreRefusedWithTheSettingToChange() {
        assertThatThrownBy(() -> new ShardCut(7, 1, config(8, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("input 'in' gives 7 training documents, too few for shards = 8: lower shards");
        assertThatThrownBy(() -> new ShardCut(8, 0, config(8, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("validation.fraction = 0.05 leaves no validation document among the 8 of input 'in':"
                        + " raise validation.fraction or give more documents");
        assertThatThrownBy(() -> new ShardCut(8, 1, config(8, 2)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1 validation documents, too few for validation.parts = 2: lower");
    }
}
