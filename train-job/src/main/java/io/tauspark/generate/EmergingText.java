package io.tauspark.generate;

import io.tauspark.decode.SavedPast;
import io.tauspark.tokens.Tokenizer;
import java.util.Arrays;

/**
 * The text of tokens that come one by one. A token may hold a part of a character, and the text of a token may depend on those
 * before it, so each is read together with the ones before it up to the last place where whole characters ended.
 */
final class EmergingText {
    /** Stands for bytes that are no UTF-8, and so for a character that is not complete. */
    private static final char REPLACEMENT = '\uFFFD';

    /** A character has four bytes at most; tokens that many at a time in one do not become text any more. */
    private static final int MOST_PENDING = SavedPast.LAST;

    private final Tokenizer tokenizer;
    private final StringBuilder text = new StringBuilder();
    private int[] pending;
    /** The pending tokens whose text is known. */
    private int known;

    /** @param before the tokens that stand before the text, which is not part of it */
    EmergingText(Tokenizer tokenizer, int[] before) {
        this.tokenizer = tokenizer;
        this.pending = Arrays.copyOfRange(before, Math.max(0, before.length - MOST_PENDING), before.length);
        this.known = pending.length;
    }

    /** Takes the next token. */
    void append(int id) {
        add(id);
        if (pending.length - known >= MOST_PENDING || !fresh().endsWith(String.valueOf(REPLACEMENT))) {
            settle();
        }
    }

    /** Takes the last tokens, whole characters or not. */
    void end(int... ids) {
        Arrays.stream(ids).forEach(this::add);
        settle();
    }

    /** The text so far, without a character that is not complete. It grows with every token. */
    StringBuilder text() {
        return text;
    }

    private void add(int id) {
        pending = Arrays.copyOf(pending, pending.length + 1);
        pending[pending.length - 1] = id;
    }

    private void settle() {
        text.append(fresh());
        pending = Arrays.copyOfRange(pending, known, pending.length);
        known = pending.length;
    }

    /** The text of the tokens that are not known yet. */
    private String fresh() {
        String before = tokenizer.decode(Arrays.copyOf(pending, known));
        String all = tokenizer.decode(pending);
        return all.startsWith(before)
                ? all.substring(before.length())
                : tokenizer.decode(Arrays.copyOfRange(pending, known, pending.length));
    }
}
