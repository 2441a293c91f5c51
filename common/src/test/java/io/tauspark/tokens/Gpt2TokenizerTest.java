package io.tauspark.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import io.tauspark.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Gpt2TokenizerTest {
    private static final int SEPARATOR = 50_256;

    private final Tokenizer tokenizer = new Gpt2Tokenizer();

    /** What OpenAI's own encoder gives. */
    @Test
    void idsAreThoseOfGpt2() {
        assertThat(tokenizer.vocabulary()).isEqualTo(50_257);
        assertThat(tokenizer.encode("Hello, world!")).containsExactly(15496, 11, 995, 0);
        assertThat(tokenizer.encode(" don't")).containsExactly(836, 470);
        assertThat(tokenizer.encode("日本")).containsExactly(33768, 98, 17312, 105);
    }

    @Test
    void everyTextComesBackAndItsTokensHaveItsBytes() {
        for (String text : HardTexts.all()) {
            int[] ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            int[] bytes = tokenizer.bytes(text);
            assertThat(bytes).hasSameSizeAs(ids);
            assertThat(Arrays.stream(bytes).sum()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(tokenizer.bytes("日本 cats")).containsExactly(2, 1, 2, 1, 5);
    }

    @Test
    void textThatSpellsTheSeparatorIsText() {
        int[] ids = tokenizer.encode("a<|endoftext|>b");
        assertThat(ids).containsExactly(64, 27, 91, 437, 1659, 5239, 91, 29, 65);
        assertThat(tokenizer.decode(ids)).isEqualTo("a<|endoftext|>b");
        assertThat(tokenizer.separator()).isEqualTo(SEPARATOR);
        assertThat(tokenizer.decode(new int[] {SEPARATOR, 64, SEPARATOR})).isEqualTo("a");
    }

    /** An implementation that shares nothing with jtokkit: Hugging Face's, in Rust, with its own regular expressions. */
    @Test
    void anotherImplementationAgrees() {
        byte[] file = Json.line(huggingFaceFile()).getBytes(StandardCharsets.UTF_8);
        try (Tokenizer other = new FileTokenizer(file, "gpt2")) {
            assertThat(other.vocabulary()).isEqualTo(tokenizer.vocabulary());
            assertThat(other.separator()).isEqualTo(tokenizer.separator());
            for (String text : HardTexts.all()) {
                assertThat(other.encode(text)).as(text).containsExactly(tokenizer.encode(text));
            }
        }
    }

    /** The same vocabulary as a tokenizer.json, whose merges follow from the order of the tokens. */
    private static Map<String, Object> huggingFaceFile() {
        Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < SEPARATOR; id++) {
            IntArrayList one = new IntArrayList(1);
            one.add(id);
            vocabulary.put(ByteLevel.spelled(encoding.decodeBytes(one)), id);
        }
        List<String> merges = new ArrayList<>();
        vocabulary.forEach((token, id) -> {
            if (id >= ByteLevel.BYTES) {
                merges.add(lastMerge(token, id, vocabulary));
            }
        });
        vocabulary.put("<|endoftext|>", SEPARATOR);
        Map<String, Object> model = new HashMap<>();
        model.put("type", "BPE");
        model.put("vocab", vocabulary);
        model.put("merges", merges);
        Map<String, Object> separator = new HashMap<>();
        separator.put("id", SEPARATOR);
        separator.put("content", "<|endoftext|>");
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            separator.put(flag, false);
        }
        separator.put("special", true);
        Map<String, Object> byteLevel =
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
        return Map.of(
                "version",
                "1.0",
                "added_tokens",
                List.of(separator),
                "pre_tokenizer",
                byteLevel,
                "decoder",
                byteLevel,
                "model",
                model);
    }

    /** The two halves that merging a token's characters by older tokens ends with. */
    private static String lastMerge(String token, int id, Map<String, Integer> vocabulary) {
        List<String> parts = new ArrayList<>(List.of(token.split("")));
        while (parts.size() > 2) {
            int best = id;
            int at = -1;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int merged = vocabulary.getOrDefault(parts.get(i) + parts.get(i + 1), id);
                if (merged < best) {
                    best = merged;
                    at = i;
                }
            }
            parts.set(at, parts.get(at) + parts.remove(at + 1));
        }
        return String.join(" ", parts);
    }
}
