package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanePlanTest {
    /** Which batch of which lane each micro-batch of two steps is, as all workers together see it. */
    private static List<String> feed(LanePlan plan) {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(step -> IntStream.range(0, plan.workers())
                        .flatMap(rank -> IntStream.of(plan.microBatchesOf(rank)))
                        .mapToObj(micro -> plan.laneOf(micro) + ":" + plan.batchOf(step, micro)))
                .toList();
    }

    @Test
    void aLanePerMicroBatchWhereThereAreShardsForIt() {
        LanePlan plan = new LanePlan(8, 4, 1);
        assertThat(plan.lanes()).isEqualTo(4);
        assertThat(plan.shardsOf(1)).containsExactly(1, 5);
        assertThat(feed(plan)).containsExactly("0:0", "1:0", "2:0", "3:0", "0:1", "1:1", "2:1", "3:1");
    }

    @Test
    void moreMicroBatchesThanShardsTakeTurnsOnALane() {
        LanePlan plan = new LanePlan(3, 8, 1);
        assertThat(plan.lanes()).isEqualTo(2);
        assertThat(plan.shardsOf(0)).containsExactly(0, 2);
        assertThat(feed(plan))
                .startsWith("0:0", "0:1", "0:2", "0:3", "1:0", "1:1", "1:2", "1:3")
                .endsWith("0:4", "0:5", "0:6", "0:7", "1:4", "1:5", "1:6", "1:7");
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "2, 8", "3, 8", "5, 8", "8, 8", "20, 8", "7, 1", "8, 64"})
    void nothingDependsOnTheNumberOfWorkers(int shards, int microBatches) {
        LanePlan alone = new LanePlan(shards, microBatches, 1);
        for (int workers = 1; workers <= microBatches; workers *= 2) {
            LanePlan plan = new LanePlan(shards, microBatches, workers);
            assertThat(feed(plan)).isEqualTo(feed(alone)).doesNotHaveDuplicates();
            int[] answeredFor = IntStream.range(0, workers)
                    .filter(plan::answersForItsLanes)
                    .flatMap(rank -> IntStream.of(plan.lanesOf(rank)))
                    .toArray();
            assertThat(answeredFor)
                    .containsExactly(IntStream.range(0, alone.lanes()).toArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 64, 4, 2", "8, 8, 2, 4", "2, 8, 8, 1"})
    void aWorkerHoldsOnlyTheLanesOfItsMicroBatches(int shards, int microBatches, int workers, int lanes) {
        LanePlan plan = new LanePlan(shards, microBatches, workers);
        for (int rank = 0; rank < workers; rank++) {
            assertThat(plan.lanesOf(rank)).hasSize(lanes);
        }
    }

    @Test
    void everyShardHasALane() {
        LanePlan plan = new LanePlan(21, 8, 2);
        Set<Integer> shards = new HashSet<>();
        for (int lane = 0; lane < plan.lanes(); lane++) {
            Arrays.stream(plan.shardsOf(lane))
                    .forEach(shard -> assertThat(shards.add(shard)).isTrue());
        }
        assertThat(shards).hasSize(21);
    }
}
