package io.tauspark.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's byte-level byte-pair encoding ({@code r50k_base}) by jtokkit. Id 50256, {@code <|endoftext|>}, separates
 * documents; a text that spells it is ordinary text.
 *
 * <p>Source: Radford et al., Language Models are Unsupervised Multitask Learners, 2019.
 */
final class Gpt2Tokenizer implements Tokenizer {
    static final int VOCABULARY = 50_257;
    /** The checksum of {@code r50k_base.tiktoken}, as OpenAI publishes it. */
    static final String SHA256 = "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930";

    private static final int SEPARATOR = 50_256;

    private final Encoding encoding;
    private final int[] lengths;

    /** @throws IllegalStateException if the library's vocabulary is not GPT-2's */
    Gpt2Tokenizer() {
        encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
        lengths = new int[SEPARATOR];
        String found = VocabularyChecksum.of(SEPARATOR, id -> {
            byte[] bytes = encoding.decodeBytes(list(id));
            lengths[id] = bytes.length;
            return bytes;
        });
        if (!found.equals(SHA256)) {
            throw new IllegalStateException(
                    "the vocabulary of tokenizer gpt2 has SHA-256 %s, but GPT-2's is %s; put jtokkit 1.1.0 on the class path"
                            .formatted(found, SHA256));
        }
    }

    @Override
    public int vocabulary() {
        return VOCABULARY;
    }

    @Override
    public int separator() {
        return SEPARATOR;
    }

    @Override
    public int[] encode(String text) {
        return encoding.encodeOrdinary(text).toArray();
    }

    @Override
    public String decode(int[] ids) {
        int[] text = Arrays.stream(ids).filter(id -> id != SEPARATOR).toArray();
        return new String(encoding.decodeBytes(list(text)), StandardCharsets.UTF_8);
    }

    @Override
    public int[] bytes(String text) {
        int[] tokens = encode(text);
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = lengths[tokens[i]];
        }
        return tokens;
    }

    private static IntArrayList list(int... ids) {
        IntArrayList list = new IntArrayList(ids.length);
        for (int id : ids) {
            list.add(id);
        }
        return list;
    }
}
