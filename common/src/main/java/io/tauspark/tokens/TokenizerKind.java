package io.tauspark.tokens;

/** The tokenizers that a configuration can choose. */
public enum TokenizerKind {
    /** {@link Gpt2Tokenizer}. */
    GPT2,
    /** {@link ByteTokenizer}. */
    BYTES,
    /** {@link FileTokenizer}. */
    HUGGINGFACE
}
