package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text that a model continues. What attention reads of its tokens, keys or their λ, log-weights and values, is kept, so a
 * token costs one pass over itself and one look at the tokens before it, and not a pass over all of them.
 *
 * <p>Of {@code grid} and {@code mean} sums are kept, whose size does not depend on the length of the text, of {@code local}
 * as many tokens as it sees; of all others the last {@code context} tokens and at most as many again. As long as a text is
 * no longer than the context, the logits are those of {@link TauGpt#nextLogits}. After that attention that keeps tokens sees
 * itself and the {@code context} − 1 tokens before it in every layer, as in a transformer with a sliding window, and
 * attention that keeps sums still sees all of the text.
 */
public final class Continuation implements AutoCloseable {
    /** Tokens that pass through the model at once, which bounds the weights of their attention. */
    private static final int CHUNK = 256;

    /** Keys lag by less than this; so many older ones may still be asked for. */
    private static final int LONGEST_DELAY = 64;

    private final TauGpt gpt;
    private final int reach;
    private List<NDArray> past;
    private int kept;
    private int length;

    /** A text without tokens. */
    public Continuation(TauGpt gpt) {
        this.gpt = gpt;
        this.reach = gpt.config().context();
        this.past = call(
                "begin",
                gpt.parameterList(),
                gpt.buffers().tensors(),
                gpt.plan().groups(),
                gpt.config().lambda().cells(),
                gpt.plan().output());
    }

    private Continuation(Continuation other) {
        this.gpt = other.gpt;
        this.reach = other.reach;
        this.past = other.past.stream().map(NDArray::duplicate).toList();
        this.kept = other.kept;
        this.length = other.length;
    }

    /**
     * Whether a model can go on beyond its context: positions that turn λ have a beginning, and where it stands must be told
     * again for each token.
     */
    public static boolean isEndless(ModelConfig model) {
        return AttentionStack.withLambda(model).stream().noneMatch(HeadGroup::rotate);
    }

    /**
     * Appends tokens.
     *
     * @return logits of the token after the last one, [vocabulary]
     * @throws IllegalStateException if the text becomes longer than the context of a model that is not endless
     */
    public float[] append(int... ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("no token to append");
        }
        if (length + ids.length > reach && !isEndless(gpt.config())) {
            throw new IllegalStateException("a text of " + (length + ids.length) + " tokens for a context of " + reach);
        }
        float[] logits = new float[0];
        for (int from = 0; from < ids.length; from += CHUNK) {
            logits = extend(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + CHUNK)));
        }
        return logits;
    }

    /** Tokens so far. */
    public int length() {
        return length;
    }

    private float[] extend(int[] ids) {
        if (kept > 2 * reach + LONGEST_DELAY) {
            kept = reach + LONGEST_DELAY;
            replace(call("recent", past, kept));
        }
        try (NDManager scope = gpt.manager().newSubManager()) {
            List<Object> tokens = List.of(TokenTensors.of(scope, new int[][] {ids}));
            List<NDArray> found = new ArrayList<>(
                    call("extend", gpt.arguments(tokens, gpt.config().softcap(), past, length, reach)));
            try (NDArray logits = found.remove(0)) {
                replace(found);
                kept += ids.length;
                length += ids.length;
                return TauGpt.floats(logits);
            }
        }
    }

    /** The same text once more, which goes on by itself. */
    public Continuation copy() {
        return new Continuation(this);
    }

    /** Bytes of what is kept. */
    public long bytes() {
        return past.stream()
                .mapToLong(tensor -> tensor.size() * tensor.getDataType().getNumOfBytes())
                .sum();
    }

    /** Numbers that are kept. */
    long size() {
        return past.stream().mapToLong(NDArray::size).sum();
    }

    private List<NDArray> call(String method, Object... arguments) {
        return List.of(gpt.program().call(gpt.manager(), method, arguments));
    }

    private void replace(List<NDArray> newer) {
        past.forEach(NDArray::close);
        past = List.copyOf(newer);
    }

    @Override
    public void close() {
        replace(List.of());
    }
}
