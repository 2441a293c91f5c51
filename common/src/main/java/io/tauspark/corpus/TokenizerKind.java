package io.tauspark.corpus;

/** The tokenizers that a configuration can choose. */
public enum TokenizerKind {
    /** {@link ByteTokenizer}. */
    BYTES;

    public Tokenizer open() {
        return switch (this) {
            case BYTES -> new ByteTokenizer();
        };
    }
}
