package io.tauspark.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static Query query(double lambda, double... vector) {
        return new Query("q", "", lambda, Direction.of(vector), "");
    }

    private static double[] vector(Random random) {
        return random.doubles(6, -1, 1).toArray();
    }

    @Test
    void theScoreMixesCosineAndNearnessInLambda() {
        Query query = query(0.5, 1, 0);
        assertThat(new Ranking(0.75, 1).hit(query, "a", 0.25, Direction.of(new double[] {3, 4})))
                .isEqualTo(new Hit("a", 0.75 * 0.6 + 0.25 * 0.75, 0.6, 0.25));
    }

    @Test
    void alphaOneIsCosineAndAlphaZeroIsNearnessInLambda() {
        Query query = query(0.5, 1, 0);
        Direction other = Direction.of(new double[] {0, 2});
        assertThat(new Ranking(1, 1).hit(query, "a", 0.5, other).score()).isZero();
        assertThat(new Ranking(0, 1).hit(query, "a", 0.5, other).score()).isEqualTo(1);
    }

    @RepeatedTest(100)
    void aVectorScoresExactlyOneAgainstItselfAndNothingScoresMore(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double alpha = random.nextDouble();
        int scale = random.nextInt(921) - 460;
        double[] x =
                Arrays.stream(vector(random)).map(v -> Math.scalb(v, scale)).toArray();
        Query query = query(0.3, x);
        Ranking ranking = new Ranking(alpha, 1);
        assertThat(ranking.hit(query, "self", 0.3, Direction.of(x)).score()).isEqualTo(1);
        double[] near = x.clone();
        near[0] = Math.nextUp(near[0]);
        assertThat(ranking.hit(query, "near", 0.3, Direction.of(near)).score()).isLessThanOrEqualTo(1);
        double[] longer = Arrays.stream(x).map(v -> 3 * v).toArray();
        assertThat(ranking.hit(query, "longer", 0.3, Direction.of(longer)).cosine())
                .isCloseTo(1, within(1e-14));
    }

    @Test
    void vectorsWhoseSquaresAreNoDoublesHaveCosines() {
        Direction huge = Direction.of(new double[] {3e300, 4e300});
        Direction tiny = Direction.of(new double[] {Double.MIN_VALUE, 0});
        assertThat(huge.cosine(tiny)).isCloseTo(0.6, within(1e-15));
    }

    @RepeatedTest(50)
    void theBestAreThoseOfASortHoweverTheyAreSplit(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int most = 1 + random.nextInt(12);
        int parts = 1 + random.nextInt(5);
        // Few different scores, so that most places are decided by ids.
        List<Hit> hits = IntStream.range(0, 40)
                .mapToObj(i -> new Hit("d" + i, random.nextInt(4) / 4.0, 0, 0))
                .toList();
        List<Hit> shuffled = new ArrayList<>(hits);
        Collections.shuffle(shuffled, random);
        BestHits merged = new BestHits(most);
        for (int part = 0; part < parts; part++) {
            BestHits own = new BestHits(most);
            for (int i = part; i < shuffled.size(); i += parts) {
                own.offer(shuffled.get(i));
            }
            merged.merge(own);
        }
        assertThat(merged.ranked()).isEqualTo(hits.stream().sorted().limit(most).toList());
    }

    @Test
    void equalScoresAreOrderedById() {
        BestHits best = new BestHits(2);
        for (String id : List.of("c", "a", "b")) {
            best.offer(new Hit(id, 0.5, 0.5, 0.5));
        }
        assertThat(best.ranked()).extracting(Hit::id).containsExactly("a", "b");
    }

    @Test
    void windowsHoldAsManyOnEitherSideAsThereAre() {
        List<Query> queries = List.of(query(0.3, 1), query(0, 1), query(1, 1));
        double[] lambdas = {0.1, 0.2, 0.3, 0.3, 0.4};
        long[] below = new long[queries.size()];
        Arrays.stream(lambdas).forEach(lambda -> Windows.count(below, queries, lambda));
        assertThat(below).containsExactly(4, 0, 5);
        Windows windows = new Windows(below, lambdas.length, 2);
        for (int query = 0; query < queries.size(); query++) {
            int asked = query;
            assertThat(IntStream.range(0, lambdas.length).filter(place -> windows.isCandidate(asked, place)))
                    .containsExactly(
                            query == 0
                                    ? new Integer[] {2, 3, 4}
                                    : query == 1 ? new Integer[] {0, 1} : new Integer[] {3, 4});
        }
    }
}
