package io.tauspark.tokens;

/**
 * Text to token ids and back. Ids run from 0 to {@link #vocabulary()} - 1; one of them separates documents. Nothing is
 * added to a text, no mark of its beginning and none of its end.
 */
public interface Tokenizer extends AutoCloseable {
    /** Number of ids, the separator included. */
    int vocabulary();

    /** The id that stands between documents; no text contains it, whatever it spells. */
    int separator();

    int[] encode(String text);

    /** The separator, which every document begins with, and the ids of a text. */
    default int[] encodeDocument(String text) {
        int[] ids = encode(text);
        int[] document = new int[1 + ids.length];
        document[0] = separator();
        System.arraycopy(ids, 0, document, 1, ids.length);
        return document;
    }

    /** The text of ids; separators are left out, and bytes that are not UTF-8 become replacement characters. */
    String decode(int[] ids);

    /**
     * The number of UTF-8 bytes of a text that each of its tokens stands for, in the order of {@link #encode}. They add
     * up to the bytes of the text, so that losses compare between tokenizers, even those that drop or rewrite parts of
     * a text.
     */
    int[] bytes(String text);

    @Override
    default void close() {}
}
