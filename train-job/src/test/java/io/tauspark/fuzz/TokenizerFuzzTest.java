package io.tauspark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In a process of its own: native code that is not up to a file would end the one that it runs in. */
class TokenizerFuzzTest {
    private static final String FILE = "tokenizer.json";
    private static final String TEXT = "The größte dog, <s> and </s> \u0001 日本 12345\n\n";
    private static final long MINUTES = 30;
    private static final int SOME = 300;

    @Test
    void damagedTokenizersAreRefusedOrHaveTheIdsThatTheySay() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path")));
        for (String name : List.of("fuzz.mutants", "fuzz.seed", "fuzz.case", "log4j2.configurationFile")) {
            if (System.getProperty(name) != null) {
                command.add(1, "-D" + name + "=" + System.getProperty(name));
            }
        }
        command.add(TokenizerFuzzTest.class.getName());
        Path output = Files.createTempFile("tokenizers", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    /** Ends with 0 if every mutant was accepted or refused as it should be; the last line names the one before an abort. */
    public static void main(String... none) {
        List<byte[]> originals = List.of(bytes(PAIRS), bytes(SCORES), bytes(WORDS));
        try {
            Mutants.of(FILE, originals, JsonDamage::damage, JsonDamage::damage).check(FILE, mutant -> {
                System.out.println(mutant.name());
                read(mutant.content());
            });
        } catch (AssertionError wrong) {
            System.out.println(wrong.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static void read(byte[] content) throws IOException {
        TokenizerSource source = TokenizerSource.huggingFace(content, FILE);
        assertThat(source.identity().vocabulary()).isEqualTo(largest(new ObjectMapper().readTree(content)) + 1);
        try (Tokenizer tokenizer = source.open()) {
            int[] ids = tokenizer.encode(TEXT);
            assertThat(Arrays.stream(ids).allMatch(id -> id >= 0 && id < tokenizer.vocabulary()))
                    .isTrue();
            assertThat(Arrays.stream(tokenizer.bytes(TEXT)).sum())
                    .isIn(0, TEXT.getBytes(StandardCharsets.UTF_8).length);
            tokenizer.decode(ids);
            tokenizer.decode(
                    IntStream.range(0, Math.min(SOME, tokenizer.vocabulary())).toArray());
        }
    }

    private static long largest(JsonNode root) {
        JsonNode vocabulary = root.at("/model/vocab");
        long largest = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
        for (JsonNode id : vocabulary) {
            largest = Math.max(largest, vocabulary.isObject() ? id.longValue() : -1);
        }
        for (JsonNode token : root.path("added_tokens")) {
            largest = Math.max(largest, token.get("id").longValue());
        }
        return largest;
    }

    /** Has b for a: the units of a double array with one child and its leaf, and the text behind them. */
    private static String charsMap() {
        int units = 256;
        int leaf = 1 << 8;
        int offset = 1 << 10;
        ByteBuffer map = ByteBuffer.allocate(Integer.BYTES * (1 + units) + 2).order(ByteOrder.LITTLE_ENDIAN);
        map.putInt(Integer.BYTES * units);
        map.putInt(Integer.BYTES * (1 + 'a'), 'a' | leaf | offset);
        map.put(Integer.BYTES * (1 + units), (byte) 'b');
        return Base64.getEncoder().encodeToString(map.array());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final String SEPARATOR = """
            {"id":%d,"content":"</s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}""";

    /** Byte pairs, with every kind of step before and after. */
    private static final String PAIRS = """
            {"version":"1.0","truncation":{"direction":"Right","max_length":8,"strategy":"LongestFirst","stride":0},
             "padding":{"strategy":{"Fixed":8},"direction":"Right","pad_to_multiple_of":null,"pad_id":6,"pad_type_id":0,
             "pad_token":"</s>"},"added_tokens":[%s],
             "normalizer":{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Lowercase"},{"type":"StripAccents"},
             {"type":"Prepend","prepend":"_"},{"type":"Replace","pattern":{"Regex":"[ ]+"},"content":"_"},
             {"type":"Strip","strip_left":true,"strip_right":true},{"type":"Nmt"},
             {"type":"Precompiled","precompiled_charsmap":"%s"}]},
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\\\d+"},
             "behavior":"Isolated","invert":false},{"type":"Digits","individual_digits":true},{"type":"Punctuation",
             "behavior":"Isolated"},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]},
             "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"</s>","type_id":0}},
             {"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B",
             "type_id":0}}],"special_tokens":{"</s>":{"id":"</s>","ids":[6],"tokens":["</s>"]}}},
             "decoder":{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Replace","pattern":{"String":"_"},
             "content":" "},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0},{"type":"BPEDecoder",
             "suffix":"x"},{"type":"CTC","pad_token":"p","word_delimiter_token":"|","cleanup":true}]},
             "model":{"type":"BPE","dropout":null,"unk_token":"o","continuing_subword_prefix":null,
             "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":true,
             "vocab":{"o":0,"d":1,"g":2,"do":3,"dog":4,"<0x41>":5},"merges":[["d","o"],["do","g"]]}}""".formatted(String.format(Locale.ROOT, SEPARATOR, 6), charsMap());

    private static final String SCORES = """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[%s],"normalizer":{"type":"NFKC"},
             "pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
             "post_processor":null,"decoder":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always",
             "split":true},"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["</s>",0.0],["▁dog",-1.5],
             ["d",-3.0],["o",-3.5],["g",-4.0]],"byte_fallback":false}}""".formatted(String.format(Locale.ROOT, SEPARATOR, 1));

    private static final String WORDS = """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[%s],"normalizer":{"type":"BertNormalizer",
             "clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
             "pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":null,"decoder":{"type":"WordPiece",
             "prefix":"##","cleanup":true},"model":{"type":"WordPiece","unk_token":"[UNK]",
             "continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"</s>":1,"dog":2,
             "##s":3,"the":4}}}""".formatted(String.format(Locale.ROOT, SEPARATOR, 1));
}
