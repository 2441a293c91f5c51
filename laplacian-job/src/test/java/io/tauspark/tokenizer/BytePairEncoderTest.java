package io.tauspark.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BytePairEncoderTest {
    private static final PreTokenizer PRE_TOKENIZER = new PreTokenizer(2);
    private static final List<String> SPECIAL = List.of("<|pad|>", "<|endoftext|>");
    private static Merges merges;
    private static BytePairEncoder encoder;

    @BeforeAll
    static void learn() {
        Map<String, Long> counts = new TreeMap<>();
        PRE_TOKENIZER.cut(Learning.HOSTILE.repeat(3), word -> counts.merge(word, 1L, Long::sum));
        merges = Learning.merges(counts, Integer.MAX_VALUE);
        encoder = new BytePairEncoder(merges);
    }

    private static TokenizerSource file() {
        byte[] content = HuggingFaceFile.of(merges, SPECIAL, PRE_TOKENIZER).getBytes(StandardCharsets.UTF_8);
        return TokenizerSource.huggingFace(content, "learnt.json");
    }

    @Test
    void givesTheIdsThatHuggingFaceGives() {
        assertThat(merges.count()).isGreaterThan(300);
        int[] points = Learning.HOSTILE.codePoints().toArray();
        Random random = new Random(5);
        try (Tokenizer tokenizer = file().open()) {
            assertThat(tokenizer.encode(Learning.HOSTILE)).isEqualTo(encoder.encode(Learning.HOSTILE, PRE_TOKENIZER));
            for (int k = 0; k < 500; k++) {
                int from = random.nextInt(points.length);
                String text = random.ints(random.nextInt(60), 0, points.length)
                        .mapToObj(i -> Character.toString(points[i]))
                        .collect(Collectors.joining(
                                "", new String(points, from, Math.min(9, points.length - from)), ""));
                assertThat(tokenizer.encode(text)).isEqualTo(encoder.encode(text, PRE_TOKENIZER));
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
                assertThat(Arrays.stream(tokenizer.bytes(text)).sum())
                        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
            }
        }
    }

    @Test
    void leavesTheLastIdsToSpecialTokens() {
        try (Tokenizer tokenizer = file().open()) {
            assertThat(tokenizer.vocabulary()).isEqualTo(merges.tokens() + 2);
            assertThat(tokenizer.separator()).isEqualTo(merges.tokens() + 1);
            assertThat(tokenizer.encode("<|endoftext|>")).isNotEmpty().doesNotContain(tokenizer.separator());
        }
    }

    @Test
    void countsTokensOfEverySmallerVocabulary() {
        int[] sizes = {0, 1, 10, 100, merges.count()};
        int[] lengths = new int[sizes.length];
        PRE_TOKENIZER.cut(Learning.HOSTILE, word -> {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            assertThat(encoder.encode(bytes, sizes, lengths)).isEqualTo(encoder.encode(word));
            for (int i = 0; i < sizes.length; i++) {
                assertThat(lengths[i]).isEqualTo(new BytePairEncoder(merges.first(sizes[i])).encode(word).length);
            }
        });
    }

    @Test
    void spellsEveryByte() {
        byte[] all = new byte[ByteAlphabet.SIZE];
        for (int value = 0; value < all.length; value++) {
            all[value] = (byte) value;
        }
        String spelled = ByteAlphabet.spell(all);
        assertThat(spelled.chars().distinct()).hasSize(ByteAlphabet.SIZE);
        assertThat(spelled).startsWith("ĀāĂ").contains("Ġ!\"#");
        assertThat(spelled.chars().noneMatch(value -> Character.isWhitespace(value) || Character.isISOControl(value)))
                .isTrue();
    }
}
