package io.tauspark.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Hugging Face {@code tokenizer.json} says of its ids.
 *
 * @param vocabulary one more than the largest id
 * @param separator the id between documents: the first of {@link #SEPARATORS} that is among the file's added tokens
 * @param separatorText what the file calls it
 */
record TokenizerFile(int vocabulary, int separator, String separatorText) {
    /** Ends of text of GPT-2, Llama 3, SentencePiece models, Gemma and BERT. */
    static final List<String> SEPARATORS = List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "[SEP]");

    /**
     * Reads a file.
     *
     * @param name of the file, for messages
     * @throws InvalidInput if it is no tokenizer.json, or has no token that can separate documents
     */
    static TokenizerFile of(byte[] content, String name) {
        JsonNode root = Json.tree(new String(content, StandardCharsets.UTF_8), "tokenizer '" + name + "'");
        JsonNode model = root.path("model").path("vocab");
        // An object of token and id, or, of kind Unigram, a list of token and score.
        int largest = model.isArray() ? model.size() - 1 : -1;
        if (model.isObject()) {
            for (JsonNode id : model) {
                largest = Math.max(largest, id.asInt());
            }
        }
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            int id = token.path("id").asInt();
            added.put(token.path("content").asText(), id);
            largest = Math.max(largest, id);
        }
        if (largest < 0) {
            throw new InvalidInput(
                    "tokenizer '" + name + "' has no vocabulary; give the tokenizer.json of a Hugging Face tokenizer");
        }
        if (root.path("model").path("dropout").asDouble() != 0) {
            throw new InvalidInput("tokenizer '" + name
                    + "' splits words at random, so that no run could be repeated; set its model.dropout to null");
        }
        for (String text : SEPARATORS) {
            Integer id = added.get(text);
            if (id != null) {
                return new TokenizerFile(largest + 1, id, text);
            }
        }
        throw new InvalidInput("tokenizer '" + name + "' has none of " + String.join(", ", SEPARATORS)
                + " among its added_tokens, and one of them has to separate documents; add one to the file");
    }
}
