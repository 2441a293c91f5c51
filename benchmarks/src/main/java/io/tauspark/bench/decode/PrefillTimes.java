package io.tauspark.bench.decode;

import ai.djl.ndarray.NDManager;
import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Subject;
import io.tauspark.bench.speed.SubjectOptions;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.Weights;
import io.tauspark.generate.Decoding;
import io.tauspark.generate.GrowingText;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The timing of prompts that are read by whole models. */
final class PrefillTimes {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long SEED = 10;
    private static final int PIECE = 256;

    /** Of more tokens a look at every one would take from many minutes to hours. */
    private static final int LONGEST_OF_LOOKS = 1 << 14;

    /** What is compared; some look at every token. */
    private record State(String name, String attention, StateKind kind, boolean looksAtAll) {}

    private static final List<State> STATES = List.of(
            new State("dot", "dot:none", StateKind.FLAT, true),
            new State("flat", "tau", StateKind.FLAT, true),
            new State("exact", "tau", StateKind.EXACT, false),
            new State("grid", "grid", StateKind.FLAT, false),
            new State("mean", "mean", StateKind.FLAT, false));

    private PrefillTimes() {}

    /** @param lengths of prompts, ascending multiples of 256 */
    static List<DecodeTime> measure(SubjectOptions subject, List<Integer> lengths) {
        List<DecodeTime> times = new ArrayList<>();
        for (State state : STATES) {
            List<Integer> read = lengths.stream()
                    .filter(length -> !state.looksAtAll || length <= LONGEST_OF_LOOKS)
                    .toList();
            if (!read.isEmpty()) {
                times.addAll(read(subject, state, read));
            }
        }
        return times;
    }

    private static List<DecodeTime> read(SubjectOptions subject, State state, List<Integer> lengths) {
        int longest = lengths.get(lengths.size() - 1);
        List<DecodeTime> times = new ArrayList<>();
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = Subject.open(subject.with(state.attention).config(longest), manager)) {
            int[][] pieces = new int[longest / PIECE][];
            Random random = new Random(SEED);
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = random.ints(PIECE, 0, gpt.config().vocabulary()).toArray();
            }
            gpt.calibrate(new int[][] {pieces[0]});
            Decoding decoding = new Decoding(gpt, state.kind, gpt.parameters(), false, Weights.FLOAT32);
            try (GrowingText warm = decoding.begin();
                    GrowingText text = decoding.begin()) {
                // Java's compiler is done after a few pieces, PyTorch's after the second.
                for (int i = 0; i < Math.min(4, pieces.length); i++) {
                    warm.append(pieces[i]);
                }
                long start = Machine.threadNanos();
                for (int[] piece : pieces) {
                    text.append(piece);
                    if (lengths.contains(text.length())) {
                        double micros = (Machine.threadNanos() - start) / NANOS_PER_MICRO / text.length();
                        times.add(new DecodeTime(
                                Part.PREFILL, subject.preset(), state.name, text.length(), 0, micros, text.bytes()));
                    }
                }
            }
        }
        return times;
    }
}
