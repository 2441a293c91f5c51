package io.tauspark.bench.decode;

import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Spread;
import io.tauspark.decode.DecodeState;
import io.tauspark.decode.WeightedSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The timing of states of one length: all are filled, and then looked at in turns. */
final class HeadTimes {
    private static final double NANOS_PER_MICRO = 1e3;

    /** What is timed as one takes at least this long, beside which two looks at the clock are nothing. */
    private static final long BATCH_NANOS = 200_000;

    /** A round takes as many batches as have room in this time, at least one; its time is their median. */
    private static final long ROUND_NANOS = 10_000_000;

    /** States are filled anew until it took as much of the processor's time. */
    private static final long FILL_NANOS = 50_000_000;

    /** Tokens whose keys and values are drawn; longer texts repeat them, at other places of λ. */
    private static final int DRAWN = 1 << 14;

    /** Fillings and rounds, which take a quarter of a second of every state: after that its code does not become faster. */
    private static final int WARM_UPS = 3;

    private static final int WARM_UP_TOKENS = 1500;

    private static final long SEED = 5;

    private final int width;
    private final float[] vectors;
    /** Keeps the looks from being left out as without effect. */
    private double seen;

    /** A state of a text, and what a token of it took to append. */
    private record Filled(HeadState kind, DecodeState state, double append) {}

    HeadTimes(int width) {
        this.width = width;
        this.vectors = new float[DRAWN * width];
        Random random = new Random(SEED);
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextGaussian();
        }
    }

    /** Lets the compiler see all of it before anything counts. */
    void warmUp() {
        for (int time = 0; time < WARM_UPS; time++) {
            measure(List.of(HeadState.values()), WARM_UP_TOKENS, 10);
        }
    }

    /**
     * Measures.
     *
     * @param tokens of the text; one less than a power of two is the worst case of sorted runs
     */
    List<DecodeTime> measure(List<HeadState> kinds, int tokens, int rounds) {
        List<Filled> all = kinds.stream().map(kind -> filled(kind, tokens)).toList();
        List<DecodeTime> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < all.size(); turn++) {
                // Each round begins with another one, so that none always follows the same.
                Filled filled = all.get((round + turn) % all.size());
                times.add(new DecodeTime(
                        Part.HEAD,
                        "width " + width,
                        filled.kind.spelling(),
                        tokens,
                        round,
                        filled.append + look(filled.state, filled.kind, round),
                        filled.state.bytes()));
            }
        }
        if (Double.isNaN(seen)) {
            throw new IllegalStateException("a state gave what is no number");
        }
        return times;
    }

    private Filled filled(HeadState kind, int tokens) {
        DecodeState state = kind.empty(width);
        long start = Machine.threadNanos();
        int fills = 0;
        while (fills == 0 || Machine.threadNanos() - start < FILL_NANOS) {
            state = kind.empty(width);
            fill(state, kind, tokens);
            fills++;
        }
        return new Filled(kind, state, (Machine.threadNanos() - start) / NANOS_PER_MICRO / tokens / fills);
    }

    private void fill(DecodeState state, HeadState kind, int tokens) {
        Random random = new Random(SEED);
        float[] lambda = new float[1];
        for (int token = 0; token < tokens; token++) {
            int row = token % DRAWN * width;
            // A gate that forgets half of a weight in a thousand tokens.
            double logWeight = token * Math.log(2) / 1000;
            if (kind == HeadState.DOT) {
                state.append(vectors, (token * 7 + 3) % DRAWN * width, logWeight, vectors, row);
            } else {
                lambda[0] = random.nextFloat();
                state.append(lambda, 0, logWeight, vectors, row);
            }
        }
    }

    /** Microseconds of a look: the median of batches. */
    private double look(DecodeState state, HeadState kind, int round) {
        Random random = new Random(SEED + round);
        WeightedSums sums = new WeightedSums(1, width);
        float[] query = new float[width];
        List<Double> batches = new ArrayList<>();
        int looks = 1;
        long begin = Machine.threadNanos();
        for (long start = begin; batches.isEmpty() || start - begin < ROUND_NANOS; start = Machine.threadNanos()) {
            for (int look = 0; look < looks; look++) {
                draw(query, kind, round + look, random);
                sums.clear();
                state.attend(0, query, 0, sums, 0);
                seen += sums.mean(0)[0];
            }
            long nanos = Machine.threadNanos() - start;
            if (nanos < BATCH_NANOS) {
                looks *= 2;
            } else {
                batches.add(nanos / NANOS_PER_MICRO / looks);
            }
        }
        return Spread.of(batches).median();
    }

    private void draw(float[] query, HeadState kind, int number, Random random) {
        if (kind == HeadState.DOT) {
            System.arraycopy(vectors, number % DRAWN * width, query, 0, width);
        } else {
            query[0] = random.nextFloat();
        }
    }
}
