package io.tauspark.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The facts that a Hugging Face {@code tokenizer.json} gives of its ids.
 *
 * @param vocabulary one more than the largest id
 * @param separator the id between documents: the first of {@link #SEPARATORS} that is among the file's added tokens
 * @param separatorText what the file calls it
 */
record TokenizerFile(int vocabulary, int separator, String separatorText) {
    /** Ends of text of GPT-2, Llama 3, SentencePiece models, Gemma and BERT. */
    static final List<String> SEPARATORS = List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "[SEP]");

    /** A model has a vector for every id: far more than any tokenizer has, and few enough to be counted. */
    private static final int MOST_IDS = 1 << 24;

    /** The longest tokens of real vocabularies have some hundred: runs of blanks, of dashes. */
    private static final int LONGEST_TOKEN = 4_096;

    /**
     * Reads a file.
     *
     * @param name of the file, for messages
     * @throws InvalidInput if it is no tokenizer.json, or has no token that can separate documents
     */
    static TokenizerFile of(byte[] content, String name) {
        String what = "tokenizer '" + name + "'";
        JsonNode root = Json.tree(Storage.text(content, what), what);
        requireHarmless(root, what);
        int largest = largestOfModel(root.path("model").path("vocab"), what);
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            int id = id(token.path("id"), what);
            added.put(token(token.path("content"), what), id);
            largest = Math.max(largest, id);
        }
        if (largest < 0) {
            throw new InvalidInput(what + " has no vocabulary; give the tokenizer.json of a Hugging Face tokenizer");
        }
        JsonNode dropout = root.path("model").path("dropout");
        if (!dropout.isMissingNode() && !dropout.isNull() && !(dropout.isNumber() && dropout.doubleValue() == 0)) {
            throw new InvalidInput(
                    what + " splits words at random, so that no run could be repeated; set its model.dropout to null");
        }
        for (String text : SEPARATORS) {
            Integer id = added.get(text);
            if (id != null) {
                return new TokenizerFile(largest + 1, id, text);
            }
        }
        throw new InvalidInput(what + " has none of " + String.join(", ", SEPARATORS)
                + " among its added_tokens, and one of them has to separate documents; add one to the file");
    }

    /** @param vocabulary an object of token and id, or, of kind Unigram, a list of token and score */
    private static int largestOfModel(JsonNode vocabulary, String what) {
        int largest = -1;
        if (vocabulary.isArray()) {
            vocabulary.forEach(entry -> token(entry.path(0), what));
            largest = vocabulary.size() - 1;
        } else if (vocabulary.isObject()) {
            vocabulary.fieldNames().forEachRemaining(token -> requireShort(token, what));
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id(id, what));
            }
        }
        return largest;
    }

    /** Looks for what native code, which reads the file next, does not survive: it would end the whole process. */
    private static void requireHarmless(JsonNode root, String what) {
        Deque<JsonNode> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
                throw damaged(what, "a number beyond every range");
            }
            JsonNode map = node.path("precompiled_charsmap");
            if (map.isTextual() && !isSound(map.textValue())) {
                throw damaged(what, "a precompiled_charsmap that is none");
            }
            node.forEach(open::push);
        }
    }

    private static boolean isSound(String map) {
        try {
            return CharsMap.isSound(Base64.getDecoder().decode(map));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String token(JsonNode node, String what) {
        if (!node.isTextual()) {
            throw damaged(what, "a token that is no text but " + found(node));
        }
        return requireShort(node.textValue(), what);
    }

    /** Native code runs out of stack on a token as long as a book, which ends the whole process too. */
    private static String requireShort(String token, String what) {
        if (token.length() > LONGEST_TOKEN) {
            throw damaged(
                    what,
                    String.format(
                            Locale.ROOT,
                            "a token of %d characters, and %d are more than any needs",
                            token.length(),
                            LONGEST_TOKEN));
        }
        return token;
    }

    private static int id(JsonNode node, String what) {
        boolean sound =
                node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0 && node.intValue() < MOST_IDS;
        if (!sound) {
            throw damaged(
                    what,
                    String.format(
                            Locale.ROOT,
                            "a token with the id %s, which must be a whole number below %d",
                            found(node),
                            MOST_IDS));
        }
        return node.intValue();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "nothing" : Excerpt.line(node);
    }

    private static InvalidInput damaged(String what, String found) {
        return new InvalidInput(what + " is damaged: it has " + found);
    }
}
