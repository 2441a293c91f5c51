package io.tauspark.train.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.train.rounds.RoundResult.WorkerRound;
import io.tauspark.train.worker.GradientSum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class SubtreeSumsTest {
    private static final int SIZE = 50;
    private static final ClassTag<SubtreeSums> TAG = ClassTag$.MODULE$.apply(SubtreeSums.class);

    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 16})
    void anyOrderAndGroupingGiveTheSameBits(int workers) {
        float[][] deltas = deltas(workers);
        float[] expected = tree(deltas, 0, workers);
        for (int trial = 0; trial < 200; trial++) {
            RoundResult total = merged(deltas).total();
            assertThat(total.delta).isEqualTo(expected);
            long ranks = workers * (workers - 1L) / 2;
            long odd = workers / 2;
            assertThat(total.statistics.rest()).containsExactly(workers, ranks);
            assertThat(total.statistics.counts()).isEqualTo(odd == 0 ? new long[0] : new long[] {odd * odd, odd});
            assertThat(total.statistics.gradients())
                    .isEqualTo(odd == 0 ? new double[0] : new double[] {odd, odd * odd});
            assertThat(total.statistics.temperatures()).containsExactly(0);
            assertThat(total.workers().stream().mapToDouble(worker -> worker.losses[0]))
                    .containsExactlyElementsOf(IntStream.range(0, workers)
                            .mapToObj(rank -> (double) rank)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void theTreeIsThatOfGradients(int workers) {
        float[][] deltas = deltas(workers);
        GradientSum sum = new GradientSum(SIZE, workers);
        for (float[] delta : deltas) {
            sum.add(delta.clone());
        }
        assertThat(merged(deltas).total().delta).isEqualTo(sum.total());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void aMissingWorkerIsNoticed(int workers) {
        float[][] deltas = deltas(workers);
        SubtreeSums sums = new SubtreeSums(workers);
        for (int rank = 0; rank < workers - 1; rank++) {
            sums.merge(leaf(workers, rank, deltas[rank].clone()));
        }
        assertThatThrownBy(sums::total).hasMessageContaining("missing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothSerializersCarryIt(boolean kryo) {
        Serializer serializer = kryo ? new KryoSerializer(new SparkConf()) : new JavaSerializer(new SparkConf());
        float[][] deltas = deltas(5);
        SubtreeSums sums = new SubtreeSums(5);
        for (int rank : new int[] {4, 1, 3, 0, 2}) {
            sums.merge(leaf(5, rank, deltas[rank].clone()));
            sums = serializer.newInstance().deserialize(serializer.newInstance().serialize(sums, TAG), TAG);
        }
        assertThat(sums.total().delta).isEqualTo(tree(deltas, 0, 5));
    }

    /** Partitions whose numbers are equal modulo a power of two must hold neighbouring ranks, a whole subtree. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64})
    void theOrderOfRanksLetsTreeAggregateAddUpWholeSubtrees(int workers) {
        List<Integer> ranks = RankOrder.of(workers);
        assertThat(ranks).hasSize(workers).doesNotHaveDuplicates();
        float[][] deltas = deltas(workers);
        for (int groups = 1; groups <= workers; groups *= 2) {
            for (int group = 0; group < groups; group++) {
                SubtreeSums sums = new SubtreeSums(workers);
                for (int partition = group; partition < workers; partition += groups) {
                    sums.merge(leaf(workers, ranks.get(partition), deltas[ranks.get(partition)].clone()));
                }
                assertThat(sums.size()).isOne();
            }
        }
    }

    /** Merges leaves, and what was merged, in a random order. */
    private SubtreeSums merged(float[][] deltas) {
        List<SubtreeSums> parts = new ArrayList<>();
        for (int rank = 0; rank < deltas.length; rank++) {
            parts.add(leaf(deltas.length, rank, deltas[rank].clone()));
        }
        while (parts.size() > 1) {
            Collections.shuffle(parts, random);
            parts.get(0).merge(parts.remove(parts.size() - 1));
        }
        return new SubtreeSums(deltas.length).merge(parts.get(0));
    }

    private static SubtreeSums leaf(int workers, int rank, float[] delta) {
        WorkerRound told = new WorkerRound(0, new double[] {rank}, new double[] {0}, new String[0], false, 0);
        return SubtreeSums.of(
                workers, rank, new RoundResult(delta, new float[0], new float[0], statistics(rank), told));
    }

    private static RoundStatistics statistics(int rank) {
        // Every other worker has nothing to tell of a logged step.
        boolean empty = rank % 2 == 0;
        return new RoundStatistics(
                empty ? new long[0] : new long[] {rank, 1},
                new long[] {1, rank},
                empty ? new double[0] : new double[] {rank},
                empty ? new double[0] : new double[] {1, rank},
                new double[] {rank});
    }

    private static float[] tree(float[][] terms, int from, int to) {
        if (to - from == 1) {
            return terms[from].clone();
        }
        int half = Integer.highestOneBit(to - from - 1);
        float[] left = tree(terms, from, from + half);
        float[] right = tree(terms, from + half, to);
        for (int i = 0; i < left.length; i++) {
            left[i] += right[i];
        }
        return left;
    }

    private float[][] deltas(int count) {
        float[][] deltas = new float[count][SIZE];
        for (float[] delta : deltas) {
            for (int i = 0; i < delta.length; i++) {
                delta[i] = (float) (random.nextGaussian() * Math.exp(random.nextInt(20)));
            }
        }
        return deltas;
    }
}
