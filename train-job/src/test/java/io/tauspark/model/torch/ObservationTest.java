package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.Precision;
import io.tauspark.model.QueryHead;
import io.tauspark.model.torch.ReferenceTauGpt.Head;
import io.tauspark.observe.QuantileSketch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What micro-batches tell of attention, against plain double arithmetic. */
class ObservationTest {
    private static final ModelConfig TAU = SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED);

    /** Sums of a head: squared weights, entropy, matches, then a sum for each range. */
    private static final int COLUMNS = 3 + AttentionSums.RANGES;

    private static final int MATCHED = 2;

    private final long seed = System.nanoTime();
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Tokens repeat, so that there are ties; one is seldom seen alone. */
    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void sampledQueriesSpreadTheirAttentionAsPlainArithmeticSays(Variant variant) {
        assertAttention(variant.model(), Precision.FLOAT64, 1e-9);
        assertAttention(variant.model(), Precision.FLOAT32, 1e-3);
    }

    private void assertAttention(ModelConfig model, Precision precision, double tolerance) {
        // One model for all of them, because compiling its program takes longer than running it.
        try (SampleModel sample = new SampleModel(model, precision, seed, manager)) {
            for (double temperature : new double[] {LambdaConfig.PLAIN_TEMPERATURE, 0.1, 3}) {
                sample.setTemperatures(temperature);
                for (int tokens : new int[] {1, 7, 45}) {
                    int[][] windows = sample.windows(3, tokens);
                    AttentionSums sums =
                            observe(sample, windows, Observation.ATTENTION).attention();
                    long[] positions = AttentionSums.positions(tokens);
                    assertThat(sums.queries()).isEqualTo(3L * positions.length);
                    double[] expected = expected(sample, windows, positions);
                    assertThat(sums.values()).hasSameSizeAs(expected);
                    for (int i = 0; i < expected.length; i++) {
                        // In single precision a key at the very border of a match may fall to its other side.
                        if (precision == Precision.FLOAT64 || i % COLUMNS != MATCHED) {
                            assertThat(sums.values()[i])
                                    .as(
                                            "seed %d, temperature %s, %d tokens, %s, %d",
                                            seed, temperature, tokens, precision, i)
                                    .isCloseTo(expected[i], within(tolerance * sums.queries()));
                        }
                    }
                }
            }
        }
    }

    /**
     * Sums of squared weights, entropies, weights of matching keys and weights within growing ranges, of each head over
     * windows and positions, in plain arithmetic.
     */
    private static double[] expected(SampleModel sample, int[][] windows, long[] positions) {
        double[] sums = new double[0];
        for (int[] window : windows) {
            List<Head> heads = heads(sample, window);
            sums = Arrays.copyOf(sums, COLUMNS * heads.size());
            for (int head = 0; head < heads.size(); head++) {
                for (long position : positions) {
                    double[] weights = heads.get(head).weights((int) position);
                    int first = COLUMNS * head;
                    sums[first] += Arrays.stream(weights).map(p -> p * p).sum();
                    for (int j = 0; j < weights.length; j++) {
                        BitSet[] matches = heads.get(head).matches();
                        sums[first + MATCHED] += matches.length > 0 && matches[(int) position].get(j) ? weights[j] : 0;
                        for (int range = 0; range < AttentionSums.RANGES; range++) {
                            sums[first + MATCHED + 1 + range] += position - j < 1 << range ? weights[j] : 0;
                        }
                    }
                    sums[first + 1] -= Arrays.stream(weights)
                            .map(p -> p == 0 ? 0 : p * Math.log(p))
                            .sum();
                }
            }
        }
        return sums;
    }

    @Test
    void oneKeyIsOneKeyAndEqualKeysAreAllOfThem() {
        ModelConfig model = SampleModel.shape(AttentionKind.MEAN, KeyWeight.NONE);
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT32, seed, manager)) {
            int[][] windows = sample.windows(2, 80);
            AttentionSums sums = observe(sample, windows, Observation.ATTENTION).attention();
            assertThat(sums.effectiveKeys(0, 1, 5)).isCloseTo(AttentionSums.visibleKeys(80), within(1e-4));
            double[] entropies = Arrays.stream(AttentionSums.positions(80))
                    .mapToDouble(position -> Math.log(position + 1.0))
                    .toArray();
            assertThat(sums.entropy(3))
                    .isCloseTo(Arrays.stream(entropies).average().orElseThrow(), within(1e-5));
            assertThat(AttentionSums.visibleKeys(1)).isEqualTo(1);
        }
    }

    @Test
    void samplesAreEvenAndEndWithTheLastQuery() {
        assertThat(AttentionSums.positions(256)).hasSize(16).startsWith(15, 31).endsWith(239, 255);
        assertThat(AttentionSums.positions(33))
                .hasSize(16)
                .doesNotHaveDuplicates()
                .endsWith(32);
        assertThat(AttentionSums.positions(3)).containsExactly(0, 1, 2);
    }

    /** More windows than the weights of which fit into one tile. */
    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.ObservationTest#kinds")
    void manyWindowsAreTheSumOfEach(ModelConfig model) {
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT64, seed, manager)) {
            int[][] windows = sample.windows(70, 80);
            AttentionSums whole =
                    observe(sample, windows, Observation.ATTENTION).attention();
            AttentionSums sum = AttentionSums.NONE;
            for (int[] window : windows) {
                sum = sum.plus(observe(sample, new int[][] {window}, Observation.ATTENTION)
                        .attention());
            }
            assertThat(sum.queries()).isEqualTo(whole.queries());
            assertThat(sum.values()).containsExactly(whole.values(), within(1e-9));
        }
    }

    static List<ModelConfig> kinds() {
        return Arrays.stream(AttentionKind.values())
                .map(kind -> SampleModel.shape(kind, KeyWeight.LEARNED))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void everyLambdaIsCountedInItsBin(Variant variant) {
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT64, seed, manager)) {
            int[][] windows = sample.windows(3, 20);
            observe(sample, windows, Observation.LAMBDA);
            sample.gpt.lambdaCounts().keep();
            long[] found = sample.gpt.lambdaCounts().read();
            List<QueryHead> queryHeads = sample.gpt.queryHeads();
            long[] expected = new long[found.length];
            for (int head = 0; head < queryHeads.size(); head++) {
                QueryHead.Lambda lambda = queryHeads.get(head).lambda();
                if (lambda != null) {
                    double tau = sample.tau[lambda.tau()];
                    put(expected, lambda.queries(), energies(sample, windows, head, Head::queryEnergies), tau);
                    put(expected, lambda.keys(), energies(sample, windows, head, Head::keyEnergies), tau);
                }
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static void put(long[] counts, int row, double[] energies, double tau) {
        double[] logOdds = Arrays.stream(energies).map(e -> Math.log(e / tau)).toArray();
        long[] row1 = QuantileSketch.ofLogOdds(logOdds).counts();
        System.arraycopy(row1, 0, counts, row * QuantileSketch.BINS, QuantileSketch.BINS);
    }

    private interface Side {
        double[] of(Head head);
    }

    private double[] energies(SampleModel sample, int[][] windows, int head, Side side) {
        return Arrays.stream(windows)
                .flatMapToDouble(
                        window -> Arrays.stream(side.of(heads(sample, window).get(head))))
                .toArray();
    }

    @Test
    void countsAreKeptOrDroppedAndSurviveACopy() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT32, seed, manager)) {
            LambdaCounts counts = sample.gpt.lambdaCounts();
            int[][] windows = sample.windows(2, 30);
            observe(sample, windows, Observation.LAMBDA);
            assertThat(counts.read()).containsOnly(0);
            counts.keep();
            long[] once = counts.read();
            assertThat(Arrays.stream(once).sum()).isEqualTo(2L * 30 * LambdaCounts.rows(TAU));
            observe(sample, windows, Observation.LAMBDA);
            counts.drop();
            counts.keep();
            assertThat(counts.read()).isEqualTo(once);
            observe(sample, windows, Observation.ATTENTION);
            observe(sample, windows, Observation.NOTHING);
            counts.keep();
            long[] twice = Arrays.stream(once).map(count -> 2 * count).toArray();
            assertThat(counts.read()).isEqualTo(twice);
            counts.restart();
            assertThat(counts.read()).containsOnly(0);
            counts.add(twice);
            assertThat(counts.read()).isEqualTo(twice);
        }
    }

    @Test
    void whatIsNoNumberIsCountedSomewhereAndDoesNoHarm() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT32, seed, manager)) {
            float[] parameters = sample.gpt.parameters();
            Arrays.fill(parameters, Float.NaN);
            sample.gpt.setParameters(parameters);
            observe(sample, sample.windows(2, 30), Observation.ATTENTION);
            sample.gpt.lambdaCounts().drop();
            assertThat(sample.gpt.lambdaCounts().read()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void observingChangesNoGradient(Variant variant) {
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT32, seed, manager)) {
            int[][] windows = sample.windows(2, 40);
            float[] plain = new float[(int) sample.gpt.layout().size()];
            float[] observed = plain.clone();
            double loss =
                    sample.gpt.gradient(windows, plain, Observation.NOTHING).loss();
            assertThat(sample.gpt
                            .gradient(windows, observed, Observation.ATTENTION)
                            .loss())
                    .isEqualTo(loss);
            assertThat(observed).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void temperaturesStandInTheOrderOfHeads(Variant variant) {
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT32, seed, manager)) {
            sample.setTemperatures(0.25);
            double[] temperatures = sample.gpt.headTemperatures();
            List<QueryHead> heads = sample.gpt.queryHeads();
            assertThat(temperatures).hasSize(heads.size());
            for (QueryHead head : heads) {
                Double fixed = variant.model().lambda().temperature();
                double expected =
                        switch (head.kind()) {
                            case MEAN -> Double.NaN;
                            case REFERENCE -> 1;
                            case DOT, LOCAL -> 0.25;
                            case TAU, GRID -> fixed == null ? 0.25 : fixed;
                        };
                assertThat(temperatures[head.number()]).isCloseTo(expected, within(1e-6));
            }
            assertThat(IntStream.range(0, heads.size()).map(i -> heads.get(i).number()))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private static MicroBatch observe(SampleModel sample, int[][] windows, Observation observation) {
        float[] gradient = new float[(int) sample.gpt.layout().size()];
        return sample.gpt.gradient(windows, gradient, observation);
    }

    private static List<Head> heads(SampleModel sample, int[] window) {
        ReferenceTauGpt reference = Objects.requireNonNull(sample.reference());
        reference.losses(window);
        return reference.heads();
    }
}
