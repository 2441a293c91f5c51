package io.tauspark.generate;

import io.tauspark.config.InvalidInput;
import io.tauspark.decode.GroupPast;
import io.tauspark.decode.StateKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.LayerSteps;
import io.tauspark.model.torch.TauGpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text whose past is kept in {@link io.tauspark.decode.DecodeState states}, while PyTorch multiplies the matrices. Its logits
 * are those of a full pass over the text, up to the length of the model's context; what attention sees of a longer text depends on
 * the state, see docs/generation.md.
 */
public final class DecodedText implements GrowingText {
    /** Tokens that pass through the matrices at once. */
    private static final int CHUNK = 256;

    private static final long MEGABYTE = 1_000_000;

    private final ModelConfig model;
    private final LayerSteps steps;
    /** By layer. */
    private final List<List<GroupPast>> pasts;

    private int length;

    /** A text without tokens. */
    public DecodedText(TauGpt gpt, StateKind kind) {
        this(gpt.config(), new LayerSteps(gpt), nothing(gpt, kind.of(gpt.config())), 0);
    }

    private DecodedText(ModelConfig model, LayerSteps steps, List<List<GroupPast>> pasts, int length) {
        this.model = model;
        this.steps = steps;
        this.pasts = pasts;
        this.length = length;
    }

    private static List<List<GroupPast>> nothing(TauGpt gpt, StateKind kind) {
        ModelConfig model = gpt.config();
        LayerSteps steps = new LayerSteps(gpt);
        double[] temperatures = gpt.headTemperatures();
        List<List<GroupPast>> pasts = new ArrayList<>();
        int head = 0;
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < stack.size(); layer++) {
            List<GroupPast> ofLayer = new ArrayList<>();
            for (HeadGroup group : stack.get(layer)) {
                double[] own = Arrays.copyOfRange(temperatures, head, head + group.heads());
                ofLayer.add(GroupPast.of(group, model, kind, own, steps.nearBias(layer, group)));
                head += group.heads();
            }
            pasts.add(ofLayer);
        }
        return pasts;
    }

    /** @throws InvalidInput if what is to be kept of the text has no room in memory */
    @Override
    public float[] append(int... ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("no token to append");
        }
        if (length + ids.length > model.context() && !Continuation.isEndless(model)) {
            throw new IllegalStateException(
                    "a text of " + (length + ids.length) + " tokens for a context of " + model.context());
        }
        float[] logits = new float[0];
        for (int from = 0; from < ids.length; from += CHUNK) {
            int[] chunk = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + CHUNK));
            try {
                logits = steps.logits(chunk, length, (layer, inputs) -> attend(layer, inputs, chunk.length));
            } catch (OutOfMemoryError full) {
                throw new InvalidInput(
                        String.format(
                                Locale.ROOT,
                                "what is kept of a text has no room beyond %,d tokens in a heap of %,d MB; give Java a"
                                        + " larger one with -Xmx, or set state=grid, whose size does not grow",
                                length,
                                Runtime.getRuntime().maxMemory() / MEGABYTE),
                        full);
            }
            length += chunk.length;
        }
        return logits;
    }

    private float[] attend(int layer, float[] inputs, int tokens) {
        float[] results = new float[tokens * model.width()];
        int from = 0;
        int column = 0;
        for (GroupPast past : pasts.get(layer)) {
            past.attend(inputs, from, tokens, results, model.width(), column);
            from += past.inputs() * tokens;
            column += past.results();
        }
        return results;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long bytes() {
        return pasts.stream()
                .flatMap(List::stream)
                .mapToLong(GroupPast::bytes)
                .sum();
    }

    @Override
    public DecodedText copy() {
        List<List<GroupPast>> own = pasts.stream()
                .map(layer -> layer.stream().map(GroupPast::copy).toList())
                .toList();
        return new DecodedText(model, steps, own, length);
    }

    @Override
    public void close() {
        // What is kept is on the heap.
    }
}
