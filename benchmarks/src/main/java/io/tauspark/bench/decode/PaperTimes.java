package io.tauspark.bench.decode;

import ai.djl.ndarray.NDManager;
import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Subject;
import io.tauspark.config.InvalidInput;
import io.tauspark.decode.StateKind;
import io.tauspark.generate.Decoding;
import io.tauspark.generate.GrowingText;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The benchmark that tauformer published, run again: greedy texts of the flat state and of keys and values, in turns.
 *
 * <p>Source: taugpt-kvcache-bench 7547bd7, its settings.
 */
final class PaperTimes {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long SEED = 11;

    /** Ids of a published prompt, and features of a head. */
    private static final int UNIT = 384;

    /** A prompt is repeated so often at most. */
    private static final int MOST_PROMPT = 3;

    private static final int WARM_UP = 64;

    private final List<Integer> generated;
    private final int repeats;

    /** @param generated tokens after which the mean is taken, ascending */
    PaperTimes(List<Integer> generated, int repeats) {
        this.generated = generated;
        this.repeats = repeats;
    }

    /** @param multiplier heads m of a width of 384 each */
    List<DecodeTime> untrained(int multiplier) {
        // Half of the larger shapes' multiplier, as published: 3 had 768 ids and 5 had 1,152.
        int prompt = UNIT * Math.min(MOST_PROMPT, (multiplier + 1) / 2);
        List<String> settings = List.of(
                "tokenizer=bytes",
                "model.vocabulary=382",
                "model.tied=false",
                "model.width=" + UNIT * multiplier,
                "model.heads.reference=" + multiplier,
                "model.heads.dot=" + multiplier,
                "model.queries-per-key=" + multiplier);
        String shape = String.format(Locale.ROOT, "C = %,d, m = %d", UNIT * multiplier, multiplier);
        int context = prompt + generated.get(generated.size() - 1);
        try (NDManager manager = TorchEngine.open(1);
                TauGpt flat = fresh("reference", settings, context, manager);
                TauGpt dot = fresh("dot:none", settings, context, manager)) {
            return compare(shape, flat, dot, prompt);
        }
    }

    /** A trained model beside a fresh dot product of its shape and context, whose speed does not depend on its weights. */
    List<DecodeTime> trained(String run) throws IOException {
        TrainedModel trained = TrainedModel.load(new Path(run), new Configuration());
        ModelConfig model = trained.card().model();
        if (!model.hasLambda()) {
            throw new InvalidInput("--model '%s' has %s attention, and no heads that keep λ; give one with tau"
                    .formatted(run, model.attentionName()));
        }
        int tokens = UNIT + generated.get(generated.size() - 1);
        if (tokens > model.context() && !Continuation.isEndless(model)) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "--model '%s' turns λ by positions and ends at %,d tokens, but a prompt of %d and --generated make %,d",
                    run,
                    model.context(),
                    UNIT,
                    tokens));
        }
        List<String> settings = List.of(
                "tokenizer=bytes",
                "model.vocabulary=" + model.vocabulary(),
                "model.tied=" + model.tied(),
                "model.layers=" + model.layers(),
                "model.width=" + model.width(),
                "model.mlp=" + model.mlp(),
                "model.heads.dot=" + model.heads().dot(),
                "model.queries-per-key=1");
        try (NDManager manager = TorchEngine.open(1);
                TauGpt flat = trained.open(manager);
                TauGpt dot = fresh("dot:none", settings, model.context(), manager)) {
            String shape = String.format(
                    Locale.ROOT,
                    "trained %s, C = %,d, context %,d",
                    model.attentionName(),
                    model.width(),
                    model.context());
            return compare(shape, flat, dot, UNIT);
        }
    }

    private static TauGpt fresh(String kind, List<String> settings, int context, NDManager manager) {
        TauGpt gpt = Subject.open(new Subject("30m", kind, settings).config(context), manager);
        gpt.calibrate(new int[][] {ids(gpt, UNIT, 0)});
        return gpt;
    }

    private static int[] ids(TauGpt gpt, int count, int number) {
        return new Random(SEED + number)
                .ints(count, 0, gpt.config().vocabulary())
                .toArray();
    }

    private List<DecodeTime> compare(String shape, TauGpt flat, TauGpt dot, int prompt) {
        Decoding flatDecoding = new Decoding(flat, StateKind.FLAT);
        Decoding dotDecoding = new Decoding(dot, StateKind.FLAT);
        generate(new ArrayList<>(), shape, "flat", flatDecoding, ids(flat, WARM_UP, 0), WARM_UP, -1);
        generate(new ArrayList<>(), shape, "dot", dotDecoding, ids(dot, WARM_UP, 0), WARM_UP, -1);
        List<DecodeTime> times = new ArrayList<>();
        int most = generated.get(generated.size() - 1);
        for (int repeat = 0; repeat < repeats; repeat++) {
            int[] ids = ids(dot, prompt, repeat);
            if (repeat % 2 == 0) {
                generate(times, shape, "dot", dotDecoding, ids, most, repeat);
            }
            generate(times, shape, "flat", flatDecoding, ids, most, repeat);
            if (repeat % 2 == 1) {
                generate(times, shape, "dot", dotDecoding, ids, most, repeat);
            }
        }
        return times;
    }

    private void generate(
            List<DecodeTime> into, String shape, String name, Decoding decoding, int[] prompt, int most, int repeat) {
        try (GrowingText text = decoding.begin()) {
            float[] logits = text.append(prompt);
            long start = Machine.threadNanos();
            for (int token = 1; token <= most; token++) {
                logits = text.append(likeliest(logits));
                if (generated.contains(token)) {
                    double micros = (Machine.threadNanos() - start) / NANOS_PER_MICRO / token;
                    into.add(new DecodeTime(Part.PAPER, shape, name, token, repeat, micros, text.bytes()));
                }
            }
        }
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
