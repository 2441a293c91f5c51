package io.tauspark.generate;

import io.tauspark.model.torch.TauGpt;
import io.tauspark.tokens.Tokenizer;
import java.util.Arrays;

/**
 * Continues a prompt, one token after the other, each from a full pass over at most the last {@code context} tokens.
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
        int context = gpt.config().context();
        while (length < ids.length) {
            int[] visible = Arrays.copyOfRange(ids, Math.max(0, length - context), length);
            // A model may have more rows than its tokenizer has ids.
            int next = sampler.next(Arrays.copyOf(gpt.nextLogits(visible), tokenizer.vocabulary()));
            if (next == tokenizer.separator()) {
                break;
            }
            ids[length++] = next;
        }
        String before = tokenizer.decode(start);
        String all = tokenizer.decode(Arrays.copyOfRange(ids, 1, length));
        // Many tokenizers write no space before a first word, so what follows is read together with the prompt.
        return all.startsWith(before)
                ? all.substring(before.length())
                : tokenizer.decode(Arrays.copyOfRange(ids, 1 + start.length, length));
    }
}
