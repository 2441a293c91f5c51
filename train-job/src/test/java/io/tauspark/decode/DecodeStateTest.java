package io.tauspark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecodeStateTest {
    /** Of four query heads that one key head serves. */
    private static final double[] INVERSE = {0.1, 1, 1 / 0.0115, 1 / 1e-4};

    private static final int CELLS = 37;
    private static final double EXACT = 1e-9;
    private static final double SINGLE = 1e-5;

    @ParameterizedTest
    @MethodSource("io.tauspark.decode.HardTokens#all")
    void sortedRunsGiveWhatALookAtEveryTokenGives(HardTokens tokens) {
        agrees(new ExactState(INVERSE, HardTokens.WIDTH), tokens, new Score.Distance(INVERSE), EXACT);
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.decode.HardTokens#all")
    void sumsOfAGridGiveWhatItsKernelGivesTokenByToken(HardTokens tokens) {
        for (int cells : new int[] {1, CELLS, 64}) {
            agrees(new GridState(INVERSE, cells, HardTokens.WIDTH), tokens, new Score.Grid(INVERSE, cells), EXACT);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.decode.HardTokens#all")
    void blocksOfTokensGiveTheMeanInSinglePrecision(HardTokens tokens) {
        agrees(
                new FlatState(new Score.Distance(INVERSE), HardTokens.WIDTH, FlatState.ALL),
                tokens,
                new Score.Distance(INVERSE),
                SINGLE);
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.decode.HardTokens#all")
    void oneSumIsTheMean(HardTokens tokens) {
        agrees(new MeanState(HardTokens.WIDTH), tokens, new Score.None(), EXACT);
    }

    @Test
    void fourThousandTokensAreLookedUpExactly() {
        HardTokens tokens = HardTokens.anywhere(4096, 8);
        agrees(new ExactState(INVERSE, HardTokens.WIDTH), tokens, new Score.Distance(INVERSE), EXACT);
        agrees(new GridState(INVERSE, CELLS, HardTokens.WIDTH), tokens, new Score.Grid(INVERSE, CELLS), EXACT);
    }

    private static void agrees(DecodeState state, HardTokens tokens, Score score, double tolerance) {
        tokens.appendTo(state);
        for (int head = 0; head < INVERSE.length; head++) {
            for (float query : tokens.queries()) {
                assertThat(HardTokens.found(state, head, query))
                        .as("%s, t = %s, query %s", tokens, 1 / INVERSE[head], query)
                        .containsExactly(tokens.mean(score, head, query), within(tolerance));
            }
        }
    }

    /** The kernel of a grid is that of λ itself outside of the key's cell, and inside it is smaller by no more than is said. */
    @Test
    void aGridIsExactBeyondACellAndItsErrorInsideIsBounded() {
        double[] inverse = {20};
        Score grid = new Score.Grid(inverse, 10);
        Score exact = new Score.Distance(inverse);
        for (float key : new float[] {0, 0.31f, 0.4f, 0.999f}) {
            for (float query = 0; query <= 1; query += 0.01f) {
                double kernel = Math.exp(exact.of(0, new float[] {query}, 0, new float[] {key}, 0));
                double found = Math.exp(grid.of(0, new float[] {query}, 0, new float[] {key}, 0));
                boolean sameCell = GridCell.number(query, 10) == GridCell.number(key, 10);
                assertThat(kernel - found).isBetween(-1e-12, sameCell ? Math.tanh(0.1 * 20 / 2) : 1e-12);
            }
        }
    }

    @Test
    void vectorsAreComparedInSinglePrecision() {
        int size = 7;
        HardTokens tokens = HardTokens.anywhere(200 * size, 5);
        FlatState state = new FlatState(new Score.Dot(size), HardTokens.WIDTH, FlatState.ALL);
        float[] query = Arrays.copyOf(tokens.values(), size);
        double[] expected = new double[HardTokens.WIDTH];
        double total = 0;
        for (int i = 0; i < 200; i++) {
            state.append(tokens.values(), i * size, tokens.logWeights()[i], tokens.values(), i * HardTokens.WIDTH);
            double score = new Score.Dot(size).of(0, query, 0, tokens.values(), i * size);
            double weight = Math.exp(score + tokens.logWeights()[i]);
            total += weight;
            for (int feature = 0; feature < HardTokens.WIDTH; feature++) {
                expected[feature] += weight * tokens.values()[i * HardTokens.WIDTH + feature];
            }
        }
        WeightedSums sums = new WeightedSums(1, HardTokens.WIDTH);
        state.attend(0, query, 0, sums, 0);
        double all = total;
        assertThat(sums.mean(0))
                .containsExactly(Arrays.stream(expected).map(sum -> sum / all).toArray(), within(SINGLE));
    }

    @Test
    void aLimitForgetsTheOldestTokens() {
        HardTokens tokens = HardTokens.anywhere(300, 6);
        Score score = new Score.Distance(INVERSE);
        for (int limit : new int[] {1, 63, 64, 65, 129}) {
            FlatState state = new FlatState(score, HardTokens.WIDTH, limit);
            tokens.appendTo(state);
            HardTokens seen = tokens.part(300 - limit, 300);
            assertThat(HardTokens.found(state, 1, 0.4f))
                    .as("last " + limit)
                    .containsExactly(seen.mean(score, 1, 0.4f), within(SINGLE));
            assertThat(state.bytes()).isLessThan(200L * (limit + 128));
        }
    }

    @Test
    void lastTokensHaveABiasAndThenEnterTheStateBefore() {
        HardTokens tokens = HardTokens.anywhere(150, 7);
        int near = 9;
        float[][] bias = new float[INVERSE.length][near];
        for (float[] ofHead : bias) {
            for (int distance = 0; distance < near; distance++) {
                ofHead[distance] = 30 - 7 * distance;
            }
        }
        Score score = new Score.Distance(INVERSE);
        for (int length : new int[] {1, near, near + 1, 150}) {
            HardTokens some = tokens.part(0, length);
            DecodeState state =
                    new NearTokens(score, HardTokens.WIDTH, bias, near, new ExactState(INVERSE, HardTokens.WIDTH));
            some.appendTo(state);
            double[] biased = some.logWeights().clone();
            for (int distance = 0; distance < Math.min(near, length); distance++) {
                biased[length - 1 - distance] += bias[0][distance];
            }
            HardTokens expected = new HardTokens("biased", some.keys(), biased, some.values());
            assertThat(HardTokens.found(state, 2, 0.6f))
                    .as(length + " tokens")
                    .containsExactly(expected.mean(score, 2, 0.6f), within(EXACT));
        }
    }

    @Test
    void keysStandBesideLaterValues() {
        HardTokens tokens = HardTokens.anywhere(50, 9);
        Score score = new Score.Distance(INVERSE);
        DecodeState state = new DelayedKeys(new ExactState(INVERSE, HardTokens.WIDTH), 1, HardTokens.WIDTH, 3, false);
        tokens.appendTo(state);
        float[] late = new float[50];
        System.arraycopy(tokens.keys(), 0, late, 3, 47);
        HardTokens expected = new HardTokens("late", late, tokens.logWeights(), tokens.values());
        assertThat(HardTokens.found(state, 1, 0.2f)).containsExactly(expected.mean(score, 1, 0.2f), within(EXACT));
    }

    @Test
    void copiesGoOnByThemselves() {
        HardTokens tokens = HardTokens.anywhere(200, 10);
        for (DecodeState state : Stream.concat(states(false), Stream.of(new ExactState(INVERSE, HardTokens.WIDTH)))
                .toList()) {
            tokens.part(0, 150).appendTo(state);
            double[] before = HardTokens.found(state, 1, 0.3f);
            DecodeState first = state.copy();
            DecodeState second = state.copy();
            tokens.part(150, 200).appendTo(first);
            assertThat(HardTokens.found(state, 1, 0.3f))
                    .as(state.getClass().getSimpleName())
                    .isEqualTo(before)
                    .isNotEqualTo(HardTokens.found(first, 1, 0.3f));
            tokens.part(150, 200).appendTo(second);
            tokens.part(150, 200).appendTo(state);
            assertThat(HardTokens.found(second, 1, 0.3f))
                    .isEqualTo(HardTokens.found(first, 1, 0.3f))
                    .isEqualTo(HardTokens.found(state, 1, 0.3f));
            assertThat(state.bytes()).isEqualTo(first.bytes()).isPositive();
        }
    }

    /** One of each kind that adds up. */
    private static Stream<DecodeState> states(boolean part) {
        Score distance = new Score.Distance(INVERSE);
        float[][] bias = new float[INVERSE.length][];
        Arrays.setAll(bias, head -> new float[] {3, 2, 1, 0.5f, -1});
        return Stream.of(
                new FlatState(distance, HardTokens.WIDTH, 90),
                new MeanState(HardTokens.WIDTH),
                new GridState(INVERSE, CELLS, HardTokens.WIDTH),
                new NearTokens(distance, HardTokens.WIDTH, bias, 5, null),
                new NearTokens(
                        new Score.Grid(INVERSE, CELLS),
                        HardTokens.WIDTH,
                        bias,
                        5,
                        new GridState(INVERSE, CELLS, HardTokens.WIDTH)),
                new DelayedKeys(
                        new NearTokens(
                                distance, HardTokens.WIDTH, bias, 5, new FlatState(distance, HardTokens.WIDTH, 20)),
                        1,
                        HardTokens.WIDTH,
                        7,
                        part));
    }

    /** Parts shorter and longer than delay, near bias and window, whose log-weights count from their own beginnings. */
    @Test
    void statesOfPartsAddUpToThatOfTheWhole() {
        HardTokens tokens = HardTokens.anywhere(400, 11);
        double beginning = 1234.5;
        for (int[] lengths : new int[][] {{1}, {3, 1, 6, 7, 8}, {100}, {399, 1}}) {
            List<DecodeState> wholes = states(false).toList();
            List<DecodeState> sums = states(false).toList();
            for (int from = 0, number = 0; from < 400; number++) {
                int to = Math.min(400, from + lengths[number % lengths.length]);
                HardTokens part = tokens.part(from, to);
                double[] own =
                        Arrays.stream(part.logWeights()).map(c -> c - beginning).toArray();
                List<DecodeState> parts = states(true).toList();
                for (int i = 0; i < parts.size(); i++) {
                    part.appendTo(wholes.get(i));
                    new HardTokens("part", part.keys(), own, part.values()).appendTo(parts.get(i));
                    sums.get(i).append(parts.get(i), beginning);
                    same(wholes.get(i), sums.get(i), wholes.get(i) instanceof GridState ? EXACT : SINGLE);
                }
                from = to;
            }
        }
    }

    @Test
    void statesOfOtherHeadsAreNotAdded() {
        GridState state = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        assertThatThrownBy(() -> state.append(new GridState(INVERSE, CELLS + 1, HardTokens.WIDTH), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("differ in grid, width or temperature");
        DecodeState exact = new ExactState(INVERSE, HardTokens.WIDTH);
        assertThatThrownBy(() -> exact.append(exact.copy(), 0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsSavedGoesOnBitForBit() {
        HardTokens tokens = HardTokens.anywhere(500, 13);
        List<DecodeState> read = Stream.concat(states(false), Stream.of(new ExactState(INVERSE, HardTokens.WIDTH)))
                .toList();
        List<DecodeState> saved = read.stream().map(DecodeState::copy).toList();
        for (int i = 0; i < read.size(); i++) {
            tokens.part(0, 301).appendTo(saved.get(i));
            // Which is forgotten.
            tokens.part(7, 50).appendTo(read.get(i));
            StateTensors tables = new StateTensors();
            saved.get(i).save(tables.at("one"));
            read.get(i).load(tables.at("one"));
            same(saved.get(i), read.get(i), 0);
            tokens.part(301, 500).appendTo(saved.get(i));
            tokens.part(301, 500).appendTo(read.get(i));
            same(saved.get(i), read.get(i), 0);
        }
    }

    @Test
    void tablesOfAnotherShapeAreRefused() {
        StateTensors tables = new StateTensors();
        new GridState(INVERSE, CELLS, HardTokens.WIDTH).save(tables);
        assertThatThrownBy(() -> new GridState(INVERSE, CELLS + 1, HardTokens.WIDTH).load(tables))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("there is no table 'points.0' of 39 rows and %d columns", HardTokens.WIDTH + 2);
        assertThatThrownBy(() -> new MeanState(HardTokens.WIDTH).load(tables))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("there is no table 'sum'");
    }

    private static void same(DecodeState expected, DecodeState found, double tolerance) {
        for (int head = 0; head < INVERSE.length; head++) {
            for (float query : new float[] {0, 0.01f, 0.5f, 0.77f, 1}) {
                assertThat(HardTokens.found(found, head, query))
                        .as(expected.getClass().getSimpleName())
                        .containsExactly(HardTokens.found(expected, head, query), within(tolerance));
            }
        }
    }
}
