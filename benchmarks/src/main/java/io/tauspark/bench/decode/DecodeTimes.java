package io.tauspark.bench.decode;

import io.tauspark.decode.DecodeState;
import io.tauspark.decode.WeightedSums;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** The timing of states of one length: all are filled, and then looked at in turns. */
final class DecodeTimes {
    private static final double NANOS_PER_MICRO = 1e3;

    /** Looks of one measurement take at least this long, beside which the clock's own step is nothing. */
    private static final long LEAST_NANOS = 2_000_000;

    /** Tokens whose keys and values are drawn; longer texts repeat them, at other places of λ. */
    private static final int DRAWN = 1 << 14;

    /** Enough for a second of every state, after which its code does not become faster. */
    private static final int WARM_UPS = 100;

    private static final int WARM_UP_TOKENS = 1500;

    private static final long SEED = 5;

    private final int width;
    private final float[] vectors;
    /** Keeps the looks from being left out as without effect. */
    private double seen;

    DecodeTimes(int width) {
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
            measure(List.of(Contender.values()), WARM_UP_TOKENS, 2);
        }
    }

    /**
     * Measures.
     *
     * @param tokens of the text; one less than a power of two is the worst case of sorted runs
     */
    List<DecodeTime> measure(List<Contender> contenders, int tokens, int rounds) {
        Map<Contender, DecodeState> states = new EnumMap<>(Contender.class);
        Map<Contender, Double> appends = new EnumMap<>(Contender.class);
        for (Contender contender : contenders) {
            DecodeState state = contender.empty(width);
            long start = System.nanoTime();
            fill(state, contender, tokens);
            appends.put(contender, (System.nanoTime() - start) / NANOS_PER_MICRO / tokens);
            states.put(contender, state);
        }
        List<DecodeTime> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                // Each round begins with another one, so that none always follows the same.
                Contender contender = contenders.get((round + turn) % contenders.size());
                DecodeState state = states.get(contender);
                times.add(new DecodeTime(
                        contender.name().toLowerCase(Locale.ROOT),
                        tokens,
                        round,
                        appends.get(contender),
                        look(state, contender, round),
                        state.bytes()));
            }
        }
        if (Double.isNaN(seen)) {
            throw new IllegalStateException("a state gave what is no number");
        }
        return times;
    }

    private void fill(DecodeState state, Contender contender, int tokens) {
        Random random = new Random(SEED);
        float[] lambda = new float[1];
        for (int token = 0; token < tokens; token++) {
            int row = token % DRAWN * width;
            // A gate that forgets half of a weight in a thousand tokens.
            double logWeight = token * Math.log(2) / 1000;
            if (contender == Contender.DOT) {
                state.append(vectors, (token * 7 + 3) % DRAWN * width, logWeight, vectors, row);
            } else {
                lambda[0] = random.nextFloat();
                state.append(lambda, 0, logWeight, vectors, row);
            }
        }
    }

    /** Microseconds of a look. */
    private double look(DecodeState state, Contender contender, int round) {
        Random random = new Random(SEED + round);
        WeightedSums sums = new WeightedSums(1, width);
        float[] query = new float[width];
        int looks = 0;
        long start = System.nanoTime();
        long end = start;
        while (end - start < LEAST_NANOS) {
            int numbers = contender == Contender.DOT ? width : 1;
            for (int i = 0; i < numbers; i++) {
                // As long as scaled queries are.
                query[i] = contender == Contender.DOT
                        ? vectors[(round * DRAWN / 7 + looks) % DRAWN * width + i] / 8
                        : random.nextFloat();
            }
            sums.clear();
            state.attend(0, query, 0, sums, 0);
            seen += sums.mean(0)[0];
            looks++;
            end = System.nanoTime();
        }
        return (end - start) / NANOS_PER_MICRO / looks;
    }
}
