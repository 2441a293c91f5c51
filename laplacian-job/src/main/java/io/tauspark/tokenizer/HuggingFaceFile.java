package io.tauspark.tokenizer;

import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tokenizer.json} of learnt merges, as Hugging Face's tokenizers read it: a BPE model over the characters of
 * {@link ByteAlphabet}, whose first 256 ids are the bytes, with the special tokens after all others.
 */
final class HuggingFaceFile {
    private HuggingFaceFile() {}

    static String of(Merges merges, List<String> special, PreTokenizer preTokenizer) {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("version", "1.0");
        file.put("truncation", null);
        file.put("padding", null);
        file.put("added_tokens", added(special, merges.tokens()));
        file.put("normalizer", null);
        file.put(
                "pre_tokenizer",
                Map.of("type", "Sequence", "pretokenizers", List.of(split(preTokenizer.regex()), byteLevel(false))));
        file.put("post_processor", null);
        file.put("decoder", byteLevel(true));
        file.put("model", model(merges));
        return Json.pretty(file);
    }

    private static List<Object> added(List<String> special, int firstId) {
        List<Object> added = new ArrayList<>();
        for (String token : special) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", firstId + added.size());
            entry.put("content", token);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                entry.put(flag, false);
            }
            entry.put("special", true);
            added.add(entry);
        }
        return added;
    }

    private static Map<String, Object> split(String regex) {
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("type", "Split");
        split.put("pattern", Map.of("Regex", regex));
        split.put("behavior", "Isolated");
        split.put("invert", false);
        return split;
    }

    /** @param trim changes offsets alone, which only a post-processor would do */
    private static Map<String, Object> byteLevel(boolean trim) {
        Map<String, Object> level = new LinkedHashMap<>();
        level.put("type", "ByteLevel");
        level.put("add_prefix_space", false);
        level.put("trim_offsets", trim);
        level.put("use_regex", false);
        return level;
    }

    private static Map<String, @Nullable Object> model(Merges merges) {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < merges.tokens(); id++) {
            vocabulary.put(ByteAlphabet.spell(merges.token(id)), id);
        }
        List<String> pairs = new ArrayList<>();
        for (int rank = 0; rank < merges.count(); rank++) {
            long pair = merges.pair(rank);
            pairs.add(ByteAlphabet.spell(merges.token(Merges.left(pair))) + " "
                    + ByteAlphabet.spell(merges.token(Merges.right(pair))));
        }
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        model.put("vocab", vocabulary);
        model.put("merges", pairs);
        return model;
    }
}
