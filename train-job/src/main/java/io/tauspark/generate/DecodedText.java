package io.tauspark.generate;

import io.tauspark.config.InvalidInput;
import io.tauspark.decode.StateTensors;
import io.tauspark.decode.TextPast;
import io.tauspark.decode.TokenPass;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.LayerSteps;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text whose past is kept in {@link io.tauspark.decode.DecodeState states}. PyTorch multiplies the matrices for many tokens at
 * once, as of a prompt; single tokens pass through plain Java, as long as the model is in single precision. Its logits
 * are those of a full pass over the text, up to the length of the model's context; what attention sees of a longer text depends on
 * the state, see docs/generation.md.
 */
final class DecodedText implements GrowingText {
    /** Tokens that pass through the matrices at once. */
    private static final int CHUNK = 256;

    private static final long MEGABYTE = 1_000_000;

    private final ModelConfig model;
    private final LayerSteps steps;
    /** The model for single tokens; null where all pass through PyTorch. */
    private final @Nullable TokenPass single;

    private final TextPast past;

    private int length;

    /**
     * A text of which something is kept.
     *
     * @param past of its tokens
     * @param length their number
     */
    DecodedText(ModelConfig model, LayerSteps steps, @Nullable TokenPass single, TextPast past, int length) {
        this.model = model;
        this.steps = steps;
        this.single = single;
        this.past = past;
        this.length = length;
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
                logits = logits(chunk);
            } catch (OutOfMemoryError full) {
                throw new InvalidInput(
                        String.format(
                                Locale.ROOT,
                                "what is kept of a text has no room beyond %,d tokens in a heap of %,d MB; give it more,"
                                        + " as in --spark --driver-memory 4g; generate can set state=grid, whose size does not grow",
                                length,
                                Runtime.getRuntime().maxMemory() / MEGABYTE),
                        full);
            }
            length += chunk.length;
        }
        return logits;
    }

    private float[] logits(int[] chunk) {
        if (single != null && chunk.length == 1) {
            return single.logits(chunk[0], length, past);
        }
        past.activation().take(chunk);
        return steps.logits(chunk, length, past.activation().weighted(), (layer, inputs) -> past.layers()
                .get(layer)
                .attend(inputs, chunk.length, asked(layer, chunk)));
    }

    /** Only the logits of the last token are read, and of other tokens no layer after the last one asks what they see. */
    private int asked(int layer, int[] chunk) {
        return layer == model.layers() - 1 ? 1 : chunk.length;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long bytes() {
        return past.bytes();
    }

    @Override
    public StateTensors saved() {
        StateTensors tables = new StateTensors();
        past.save(tables);
        return tables;
    }

    @Override
    public DecodedText copy() {
        return new DecodedText(model, steps, single, past.copy(), length);
    }

    @Override
    public void close() {
        // What is kept is on the heap.
    }
}
