package io.tauspark.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.tauspark.tokenizer.CharacterClass.Range;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreTokenizerTest {
    private static List<String> cut(String text, int digits) {
        List<String> pieces = new ArrayList<>();
        new PreTokenizer(digits).cut(text, pieces::add);
        return pieces;
    }

    /** The cut of Java's own matcher, which has to leave nothing out. */
    private static List<String> matched(String text, int digits) {
        Matcher matcher = Pattern.compile(new PreTokenizer(digits).regex()).matcher(text);
        List<String> pieces = new ArrayList<>();
        int end = 0;
        while (matcher.find()) {
            assertThat(matcher.start()).isEqualTo(end);
            end = matcher.end();
            pieces.add(matcher.group());
        }
        assertThat(end).isEqualTo(text.length());
        return pieces;
    }

    /** The cut of Hugging Face's library: a vocabulary without merges gives bytes, with the number of their piece. */
    private static List<String> huggingFace(String text, HuggingFaceTokenizer tokenizer) {
        Encoding encoding = tokenizer.encode(text, false, false);
        List<String> pieces = new ArrayList<>();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        long before = 0;
        for (int i = 0; i < encoding.getIds().length; i++) {
            if (encoding.getWordIds()[i] != before) {
                pieces.add(piece.toString(StandardCharsets.UTF_8));
                piece.reset();
                before = encoding.getWordIds()[i];
            }
            piece.write((int) encoding.getIds()[i]);
        }
        pieces.add(piece.toString(StandardCharsets.UTF_8));
        return pieces;
    }

    private static HuggingFaceTokenizer bytes(int digits) throws IOException {
        String file = HuggingFaceFile.of(new Merges(), List.of("<|endoftext|>"), new PreTokenizer(digits));
        return HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                Map.of("truncation", "false", "padding", "false"));
    }

    @Test
    void cutsWordsNumbersMarksAndWhiteSpace() {
        assertThat(cut("We're 'quoted', don't 12345 x_1==2;\r\n\r\n\t\tif (ok)  {\n}", 2))
                .containsExactly(
                        "We",
                        "'re",
                        " '",
                        "quoted",
                        "',",
                        " don",
                        "'t",
                        " ",
                        "12",
                        "34",
                        "5",
                        " x",
                        "_",
                        "1",
                        "==",
                        "2",
                        ";\r\n\r\n",
                        "\t",
                        "\t",
                        "if",
                        " (",
                        "ok",
                        ")",
                        " ",
                        " {\n",
                        "}");
        assertThat(cut("12345", 1)).containsExactly("1", "2", "3", "4", "5");
        assertThat(cut("12345", 3)).containsExactly("123", "45");
        assertThat(cut("a \n \n  b   ", 2)).containsExactly("a", " \n \n", " ", " b", "   ");
        assertThat(cut("'s 'she 'S", 2)).containsExactly("'s", " '", "she", " '", "S");
    }

    @Test
    void keepsMarksOfScriptsWithTheirLetters() {
        assertThat(cut("देवनागरी। e\u0301te\u0301", 2)).containsExactly("देवनागरी", "।", " e\u0301te\u0301");
        assertThat(cut("漢字。かな", 2)).containsExactly("漢字", "。", "かな");
    }

    @Test
    void boundsEveryPreToken() {
        String long1 = "a".repeat(1000);
        assertThat(cut(long1 + "=".repeat(500) + " ".repeat(700) + "\n".repeat(300), 2))
                .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(140))
                .satisfies(pieces -> assertThat(String.join("", pieces)).hasSize(2500));
    }

    @Test
    void readsHalfACharacterAsAQuestionMark() {
        assertThat(cut("ab\ud800cd \udc00", 2)).containsExactly("ab", "?", "cd", " ?");
        assertThat(cut("", 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void cutsHostileTextsAsHuggingFaceDoes(int digits) throws IOException {
        try (HuggingFaceTokenizer tokenizer = bytes(digits)) {
            requireSame(Learning.HOSTILE, digits, tokenizer);
            int[] points = Learning.HOSTILE.codePoints().distinct().toArray();
            Random random = new Random(digits);
            for (int k = 0; k < 300; k++) {
                String text = random.ints(1 + random.nextInt(40), 0, points.length)
                        .map(i -> points[i])
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
                requireSame(text, digits, tokenizer);
            }
            for (int length = 125; length < 132; length++) {
                String space = " ".repeat(length);
                String runs = "b".repeat(length) + space + "c" + space + "\r\n" + space + "\n" + "👍".repeat(length)
                        + "\n".repeat(length) + "\t".repeat(length) + "𝔘".repeat(length) + " " + "#".repeat(length)
                        + space;
                requireSame(runs, digits, tokenizer);
            }
        }
    }

    private static void requireSame(String text, int digits, HuggingFaceTokenizer tokenizer) {
        assertThat(matched(text, digits)).isEqualTo(cut(text, digits));
        assertThat(huggingFace(text, tokenizer)).isEqualTo(cut(text, digits));
    }

    @Test
    void putsEachCharacterIntoTheSameClassAsHuggingFaceDoes() throws IOException {
        List<Range> ranges = Stream.of(
                        PreTokenizer.LETTERS, PreTokenizer.DIGITS, PreTokenizer.MARKS, PreTokenizer.SPACES)
                .flatMap(found -> found.ranges().stream())
                .toList();
        TreeSet<Integer> points = new TreeSet<>();
        ranges.forEach(range -> points.addAll(List.of(range.first(), range.last())));
        // What lies between the ends of a range is sampled; 331 shares no factor with the size of a block.
        IntStream.iterate(0, point -> point <= Character.MAX_CODE_POINT, point -> point + 331)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .forEach(points::add);
        // A letter joins with x, digits stay apart from both, marks join with !, white space leaves its last one over.
        String text = points.stream()
                .map(point -> "x" + Character.toString(point).repeat(2) + "!x")
                .collect(Collectors.joining());
        try (HuggingFaceTokenizer tokenizer = bytes(2)) {
            requireSame(text, 2, tokenizer);
        }
    }

    @Test
    void givesEveryCharacterOneClass() {
        int next = 0;
        List<Range> all = Stream.of(PreTokenizer.LETTERS, PreTokenizer.DIGITS, PreTokenizer.MARKS, PreTokenizer.SPACES)
                .flatMap(found -> found.ranges().stream())
                .sorted(Comparator.comparingInt(Range::first))
                .toList();
        for (Range range : all) {
            assertThat(range.first()).isEqualTo(next);
            assertThat(range.last()).isGreaterThanOrEqualTo(range.first());
            next = range.last() + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : range.last() + 1;
        }
        assertThat(next).isEqualTo(Character.MAX_CODE_POINT + 1);
    }

    @Test
    void knowsLettersDigitsAndSpacesOfUnicode() {
        for (int point = 0; point < 0x3000; point++) {
            if (Character.isSpaceChar(point)) {
                assertThat(PreTokenizer.SPACES.contains(point))
                        .as("U+%x", point)
                        .isTrue();
            }
            if (PreTokenizer.DIGITS.contains(point)) {
                assertThat(Character.isDigit(point)).as("U+%x", point).isTrue();
            }
            if (Character.isLetter(point)) {
                assertThat(PreTokenizer.LETTERS.contains(point)
                                || point == 0x2E2F
                                || (point >= 0x2100 && point < 0x2C00))
                        .as("U+%x", point)
                        .isTrue();
            }
        }
    }
}
