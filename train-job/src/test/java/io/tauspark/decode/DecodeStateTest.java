package io.tauspark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        DecodeState state = new DelayedKeys(new ExactState(INVERSE, HardTokens.WIDTH), 1, 3);
        tokens.appendTo(state);
        float[] late = new float[50];
        System.arraycopy(tokens.keys(), 0, late, 3, 47);
        HardTokens expected = new HardTokens("late", late, tokens.logWeights(), tokens.values());
        assertThat(HardTokens.found(state, 1, 0.2f)).containsExactly(expected.mean(score, 1, 0.2f), within(EXACT));
    }

    @Test
    void copiesGoOnByThemselves() {
        HardTokens tokens = HardTokens.anywhere(200, 10);
        Score score = new Score.Distance(INVERSE);
        for (DecodeState state : new DecodeState[] {
            new ExactState(INVERSE, HardTokens.WIDTH),
            new FlatState(score, HardTokens.WIDTH, 90),
            new GridState(INVERSE, CELLS, HardTokens.WIDTH),
            new MeanState(HardTokens.WIDTH),
            new NearTokens(score, HardTokens.WIDTH, new float[4][5], 5, new ExactState(INVERSE, HardTokens.WIDTH)),
            new DelayedKeys(new FlatState(score, HardTokens.WIDTH, FlatState.ALL), 1, 4)
        }) {
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

    @Test
    void gridStatesOfPartsAddUpToThatOfTheWhole() {
        HardTokens tokens = HardTokens.anywhere(1000, 11);
        GridState whole = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        tokens.appendTo(whole);
        GridState sum = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        for (int part = 0; part < 4; part++) {
            GridState own = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
            tokens.part(part * 250, (part + 1) * 250).appendTo(own);
            sum = part % 2 == 0 ? sum.plus(own) : own.plus(sum);
        }
        // What all tokens gain alike changes nothing.
        same(whole, sum, EXACT);
        same(whole, sum.faded(-700).plus(new GridState(INVERSE, CELLS, HardTokens.WIDTH)), EXACT);
        assertThatThrownBy(() -> whole.plus(new GridState(INVERSE, CELLS + 1, HardTokens.WIDTH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("differ in grid, width or temperature");
    }

    /** Of a text whose gates take weight from all that came before. */
    @Test
    void theStateOfALaterPartTakesFromThatOfAnEarlierOne() {
        HardTokens tokens = HardTokens.anywhere(400, 12);
        GridState whole = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        tokens.appendTo(whole);
        GridState early = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        tokens.part(0, 100).appendTo(early);
        HardTokens rest = tokens.part(100, 400);
        // The later part counts its log-weights from its own beginning.
        double beginning = 1234.5;
        double[] own = Arrays.stream(rest.logWeights()).map(c -> c - beginning).toArray();
        GridState late = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        new HardTokens("late", rest.keys(), own, rest.values()).appendTo(late);
        same(whole, early.faded(-beginning).plus(late), EXACT);
    }

    @Test
    void aGridStateIsSavedAndReadAgain(@TempDir Path directory) throws IOException {
        Configuration hadoop = new Configuration();
        HardTokens tokens = HardTokens.anywhere(500, 13);
        GridState state = new GridState(INVERSE, CELLS, HardTokens.WIDTH);
        tokens.part(0, 300).appendTo(state);
        Path file = directory.resolve("state.safetensors");
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        state.save(path, hadoop);
        GridState read = GridState.load(path, INVERSE, CELLS, HardTokens.WIDTH, hadoop);
        same(state, read, 0x1p-40);
        tokens.part(300, 500).appendTo(state);
        tokens.part(300, 500).appendTo(read);
        same(state, read, 0x1p-40);

        assertThatThrownBy(() -> GridState.load(path, INVERSE, CELLS + 1, HardTokens.WIDTH, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("state.safetensors' is not of these heads, or damaged: tensor 'grid.sums'")
                .hasMessageContaining("has shape [4, 38, 6], not [4, 39, 6]");
        assertThatThrownBy(() -> GridState.load(path, new double[] {1, 1, 1, 1}, CELLS, HardTokens.WIDTH, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("its temperatures are others");
        byte[] bytes = Files.readAllBytes(file);
        Files.deleteIfExists(directory.resolve(".state.safetensors.crc"));
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
        assertThatThrownBy(() -> GridState.load(path, INVERSE, CELLS, HardTokens.WIDTH, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("state.safetensors");
        new Safetensors(Map.of("format", "tauspark"), List.of()).write(path, hadoop);
        assertThatThrownBy(() -> GridState.load(path, INVERSE, CELLS, HardTokens.WIDTH, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("state.safetensors' is a file of something else");
        Files.deleteIfExists(directory.resolve(".state.safetensors.crc"));
        // A value that is no number, in the middle of the sums.
        byte[] broken = bytes.clone();
        Arrays.fill(broken, broken.length / 2 & ~7, (broken.length / 2 & ~7) + 16, (byte) 0xff);
        Files.write(file, broken);
        assertThatThrownBy(() -> GridState.load(path, INVERSE, CELLS, HardTokens.WIDTH, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("state.safetensors' is not of these heads, or damaged")
                .hasMessageContaining("holds values that are no numbers");
    }

    private static void same(GridState expected, GridState found, double tolerance) {
        for (int head = 0; head < INVERSE.length; head++) {
            for (float query : new float[] {0, 0.01f, 0.5f, 0.77f, 1}) {
                assertThat(HardTokens.found(found, head, query))
                        .containsExactly(HardTokens.found(expected, head, query), within(tolerance));
            }
        }
    }
}
