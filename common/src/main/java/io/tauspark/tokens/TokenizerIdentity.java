package io.tauspark.tokens;

import java.io.Serializable;

/**
 * The identity of its tokenizer that a model records: enough to know another one when it sees it.
 *
 * @param kind as a configuration spells it
 * @param vocabulary number of ids, the separator included
 * @param sha256 of the tokenizer.json, or of the vocabulary in the format of {@link VocabularyChecksum}
 */
public record TokenizerIdentity(String kind, int vocabulary, String sha256) implements Serializable {}
