package io.tauspark.corpus;

/** Text to token ids and back. Ids run from 0 to {@link #vocabulary()} - 1; one of them separates documents. */
public interface Tokenizer {
    /** The name by which a configuration chooses it. */
    String name();

    /** Number of ids, the separator included. */
    int vocabulary();

    /** The id that stands between documents; no text contains it. */
    int separator();

    int[] encode(String text);

    /** The text of ids; separators are left out, and bytes that are not UTF-8 become replacement characters. */
    String decode(int[] ids);

    /** UTF-8 bytes that one id stands for, so that losses compare between tokenizers; 0 for the separator. */
    int bytes(int id);
}
