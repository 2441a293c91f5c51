package io.tauspark.embed;

import ai.djl.Model;
import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** The inputs that a sentence transformer may ask for, under the names that exports give. */
enum ModelInput {
    INPUT_IDS,
    ATTENTION_MASK,
    TOKEN_TYPE_IDS;

    /**
     * The inputs of a model in its order: an ONNX model names them, a TorchScript module takes them by position.
     *
     * @throws InvalidInput if the model wants something else
     */
    static List<ModelInput> of(ModelEngine engine, Model model, TextModel.Spec spec) {
        if (engine == ModelEngine.PYTORCH) {
            return spec.tokenTypes() ? List.of(values()) : List.of(INPUT_IDS, ATTENTION_MASK);
        }
        List<ModelInput> inputs = new ArrayList<>();
        for (String name : model.getBlock().describeInput().keys()) {
            inputs.add(Arrays.stream(values())
                    .filter(input -> input.exportName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInput(
                            "model '%s' takes an input '%s'; an embedder gives input_ids, attention_mask, token_type_ids"
                                    .formatted(spec.model(), name))));
        }
        return inputs;
    }

    /** Its values for a text, one per token. */
    long[] of(TextTokens text) {
        return switch (this) {
            case INPUT_IDS -> text.ids();
            case ATTENTION_MASK ->
                LongStream.generate(() -> 1).limit(text.length()).toArray();
            case TOKEN_TYPE_IDS -> text.types();
        };
    }

    String exportName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
