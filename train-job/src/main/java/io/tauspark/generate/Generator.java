package io.tauspark.generate;

import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.tokens.Tokenizer;
import java.util.Arrays;

/**
 * Continues a prompt, one token after the other. In every layer a token sees the {@code context} − 1 tokens before it.
 */
public final class Generator {
    private final TauGpt gpt;
    private final Tokenizer tokenizer;

    public Generator(TauGpt gpt, Tokenizer tokenizer) {
        this.gpt = gpt;
        this.tokenizer = tokenizer;
    }

    /** The text that follows the prompt, to the end of its document or the given number of tokens. */
    public String continuation(String prompt, int tokens, Sampler sampler) {
        int[] start = tokenizer.encode(prompt);
        int[] ids = new int[1 + start.length + tokens];
        ids[0] = tokenizer.separator();
        System.arraycopy(start, 0, ids, 1, start.length);
        int length = 1 + start.length;
        try (Continuation text = new Continuation(gpt)) {
            while (length < ids.length) {
                // A model may have more rows than its tokenizer has ids.
                int next = sampler.next(Arrays.copyOf(logits(text, ids, length), tokenizer.vocabulary()));
                if (next == tokenizer.separator()) {
                    break;
                }
                ids[length++] = next;
            }
        }
        String before = tokenizer.decode(start);
        String all = tokenizer.decode(Arrays.copyOfRange(ids, 1, length));
        // Many tokenizers write no space before a first word, so what follows is read together with the prompt.
        return all.startsWith(before)
                ? all.substring(before.length())
                : tokenizer.decode(Arrays.copyOfRange(ids, 1 + start.length, length));
    }

    /** Logits of the token after the first {@code length} of some ids, those before the last of which may be in the text. */
    private float[] logits(Continuation text, int[] ids, int length) {
        int context = gpt.config().context();
        return length <= context || Continuation.isEndless(gpt.config())
                ? text.append(Arrays.copyOfRange(ids, text.length(), length))
                : gpt.nextLogits(Arrays.copyOfRange(ids, length - context, length));
    }
}
