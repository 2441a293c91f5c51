package io.tauspark.embed;

import io.tauspark.store.Json;
import io.tauspark.store.TorchArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A sentence transformer small enough to know its vectors. Token {@code id} has the vector {@code e(id)} of
 * {@value #WIDTH} numbers, {@code ((3 id + 5 feature) mod 11 - 4) / 4}; a model gives e of every token plus the sum s of
 * e over all tokens of the text that the mask lets through, and, as a second output, s alone.
 */
public final class TinyModels {
    /** Features of a vector. */
    public static final int WIDTH = 4;

    private static final int WORDS = 40;

    private TinyModels() {}

    /** A directory with a TorchScript model. */
    public static Path torch(Path directory, boolean withTokenTypes) {
        String types = withTokenTypes ? ", types: Tensor" : "";
        String ids = withTokenTypes ? "(ids + types)" : "ids";
        // One string per line, because scalac reads this file too and knows no text blocks.
        String source = String.join(
                "\n",
                "class Tiny(Module):",
                "  __parameters__ = []",
                "  __buffers__ = []",
                "  training : bool",
                "  def forward(self: __torch__.Tiny, ids: Tensor, mask: Tensor%s) -> Tuple[Tensor, Tensor]:"
                        .formatted(types),
                String.format(
                        Locale.ROOT,
                        "    e = ((%s.unsqueeze(-1) * 3 + torch.arange(%d) * 5) %% 11 - 4).to(6) / 4.0",
                        ids,
                        WIDTH),
                "    s = (e * mask.unsqueeze(-1).to(6)).sum([1])",
                "    return (e + s.unsqueeze(1), s)",
                "");
        byte[] model = TorchArchive.of("Tiny", source);
        return directory(directory, "model.pt", model);
    }

    /** A directory with an ONNX model that takes these inputs. */
    public static Path onnx(Path directory, String... inputs) {
        float[] table = new float[(WORDS + 1) * WIDTH];
        for (int id = 0; id <= WORDS; id++) {
            for (int feature = 0; feature < WIDTH; feature++) {
                table[id * WIDTH + feature] = (float) e(id, feature);
            }
        }
        OnnxFile file = new OnnxFile()
                .constant("table", table, WORDS + 1, WIDTH)
                .constant("one", 1)
                .constant("last", -1)
                .node("Gather", List.of("table", "input_ids"), "e")
                .node("Cast", List.of("attention_mask"), "m", OnnxFile.attribute("to", OnnxFile.FLOAT))
                .node("Unsqueeze", List.of("m", "last"), "mask")
                .node("Mul", List.of("e", "mask"), "masked")
                .node("ReduceSum", List.of("masked", "one"), "sum", OnnxFile.attribute("keepdims", 1))
                .node("Add", List.of("e", "sum"), "last_hidden_state")
                .node("ReduceSum", List.of("masked", "one"), "sentence_embedding", OnnxFile.attribute("keepdims", 0))
                .output("last_hidden_state", OnnxFile.FLOAT, "texts", "tokens", "features")
                .output("sentence_embedding", OnnxFile.FLOAT, "texts", "features");
        Arrays.stream(inputs).forEach(input -> file.input(input, OnnxFile.INT64, "texts", "tokens"));
        return directory(directory, "model.onnx", file.bytes());
    }

    /** A text of these tokens, each between 1 and {@value #WORDS}. */
    public static String text(int... ids) {
        return Arrays.stream(ids).mapToObj(id -> "w" + id).collect(Collectors.joining(" "));
    }

    /** What a model and a pooling make of these tokens. */
    public static double[] vector(Pooling pooling, boolean normalise, int... ids) {
        double[] vector = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            int feature = i;
            double[] values =
                    Arrays.stream(ids).mapToDouble(id -> e(id, feature)).toArray();
            double sum = Arrays.stream(values).sum();
            vector[feature] = switch (pooling) {
                case MEAN -> sum / ids.length + sum;
                case CLS -> values[0] + sum;
                case MAX -> Arrays.stream(values).max().orElseThrow() + sum;
                case NONE -> sum;
            };
        }
        double length =
                normalise ? Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum()) : 1;
        return Arrays.stream(vector).map(value -> value / length).toArray();
    }

    private static double e(int id, int feature) {
        return ((3 * id + 5 * feature) % 11 - 4) / 4.0;
    }

    private static Path directory(Path directory, String file, byte[] model) {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        vocabulary.put("[UNK]", 0);
        for (int id = 1; id <= WORDS; id++) {
            vocabulary.put("w" + id, id);
        }
        // As exports have it, the tokenizer asks for padding and for another length, which an embedder overrules.
        Map<String, Object> tokenizer = new LinkedHashMap<>();
        tokenizer.put("version", "1.0");
        tokenizer.put(
                "truncation", Map.of("direction", "Right", "max_length", 3, "strategy", "LongestFirst", "stride", 0));
        tokenizer.put(
                "padding",
                Map.of(
                        "strategy",
                        Map.of("Fixed", 16),
                        "direction",
                        "Right",
                        "pad_id",
                        0,
                        "pad_type_id",
                        0,
                        "pad_token",
                        "[UNK]"));
        tokenizer.put("added_tokens", List.of());
        tokenizer.put("pre_tokenizer", Map.of("type", "WhitespaceSplit"));
        tokenizer.put("model", Map.of("type", "WordLevel", "vocab", vocabulary, "unk_token", "[UNK]"));
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(file), model);
            Files.writeString(directory.resolve("tokenizer.json"), Json.pretty(tokenizer));
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
