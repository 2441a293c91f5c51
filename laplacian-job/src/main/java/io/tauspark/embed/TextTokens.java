package io.tauspark.embed;

/**
 * A text as its model takes it.
 *
 * @param ids of its tokens
 * @param types of its tokens, as many
 */
record TextTokens(long[] ids, long[] types) {
    /** The first token of any vocabulary, to see what a model makes of it. */
    static final TextTokens FIRST = new TextTokens(new long[1], new long[1]);

    int length() {
        return ids.length;
    }
}
