package io.tauspark.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardCutTest {
    private static ShardPlan plan(int shards, int validationParts) {
        return new ShardPlan("in", shards, 0.05, validationParts, 42);
    }

    /** Starts of parts as the job finds them, from the sizes of documents in order. */
    private static long[] starts(long[] sizes, int parts) {
        long total = Arrays.stream(sizes).sum();
        long[] first = new long[parts];
        Arrays.fill(first, -1);
        long before = 0;
        for (int rank = 0; rank < sizes.length; rank++) {
            int part = ShardCut.part(before, sizes[rank], total, parts);
            first[part] = first[part] < 0 ? rank : first[part];
            before += sizes[rank];
        }
        return ShardCut.starts(first, sizes.length);
    }

    @Test
    void partsDifferInBytesByLittleMoreThanADocument() {
        Random random = new Random(3);
        long[] sizes = LongStream.generate(() -> 1 + (long) Math.exp(4 + 1.5 * random.nextGaussian()))
                .limit(5_000)
                .toArray();
        long largest = Arrays.stream(sizes).max().orElseThrow();
        for (int parts : new int[] {1, 2, 7, 16}) {
            ShardCut cut = new ShardCut(starts(sizes, parts), new long[] {0}, sizes.length);
            long[] bytes = new long[parts + 1];
            for (int rank = 0; rank < sizes.length; rank++) {
                bytes[cut.getPartition((long) rank)] += sizes[rank];
            }
            long even = Arrays.stream(sizes).sum() / parts;
            assertThat(bytes[parts]).isZero();
            assertThat(Arrays.stream(bytes, 0, parts))
                    .allSatisfy(part -> assertThat(Math.abs(part - even)).isLessThanOrEqualTo(largest));
        }
    }

    @Test
    void noPartIsEmptyHoweverLargeADocumentIs() {
        for (long[] sizes :
                List.of(new long[] {900, 1, 1, 1, 1}, new long[] {1, 1, 900, 1, 1}, new long[] {1, 1, 1, 1, 900})) {
            assertThat(starts(sizes, 5)).containsExactly(0, 1, 2, 3, 4);
            assertThat(starts(sizes, 3)).startsWith(0).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void validationFollowsTraining() {
        ShardCut cut = new ShardCut(new long[] {0, 10}, new long[] {0, 3}, 20);
        assertThat(cut.numPartitions()).isEqualTo(4);
        assertThat(LongStream.of(0, 9, 10, 19, 20, 22, 23, 99).map(cut::getPartition))
                .containsExactly(0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L);
        assertThat(cut.split(1)).isEqualTo(Split.TRAIN);
        assertThat(cut.split(2)).isEqualTo(Split.VALIDATION);
    }

    @Test
    void partsAreNumberedPerSplit() {
        ShardCut cut = new ShardCut(new long[] {0, 1, 2}, new long[] {0, 1}, 100);
        assertThat(cut.path(0)).isEqualTo("train/part-00000.jsonl.gz");
        assertThat(cut.path(2)).isEqualTo("train/part-00002.jsonl.gz");
        assertThat(cut.path(3)).isEqualTo("validation/part-00000.jsonl.gz");
    }

    @Test
    void emptyPartsAreRefusedWithTheSettingToChange() {
        assertThatThrownBy(() -> ShardCut.requireEnough(7, 1, plan(8, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("input 'in' gives 7 training documents, too few for shards = 8: lower shards");
        assertThatThrownBy(() -> ShardCut.requireEnough(0, 7, plan(8, 1)))
                .hasMessage("validation.fraction = 0.05 leaves no training document of input 'in':"
                        + " lower validation.fraction or give more documents");
        assertThatThrownBy(() -> ShardCut.requireEnough(8, 0, plan(8, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("validation.fraction = 0.05 leaves no validation document among the 8 of input 'in':"
                        + " raise validation.fraction or give more documents");
        assertThatThrownBy(() -> ShardCut.requireEnough(8, 1, plan(8, 2)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1 validation documents, too few for validation.parts = 2: lower");
    }
}
