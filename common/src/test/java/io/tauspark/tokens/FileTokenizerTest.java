package io.tauspark.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FileTokenizerTest {
    private static byte[] file(String name) {
        try (var in = FileTokenizerTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void assertBytesAddUp(Tokenizer tokenizer, String text) {
        int[] bytes = tokenizer.bytes(text);
        assertThat(bytes).as(text).hasSameSizeAs(tokenizer.encode(text));
        if (bytes.length > 0) {
            assertThat(Arrays.stream(bytes).sum()).as(text).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    /** Its file wants texts cut and filled up to eight tokens, with a separator in front. */
    @Nested
    class OfBytes {
        private static final int THE = 257;
        private static final int SPACE_THE = 258;
        private static final int SPACE_CAT = 261;
        private static final int S = 's';

        private final Tokenizer tokenizer = new FileTokenizer(file("byte-level.json"), "byte-level.json");

        @Test
        void mergesInTheOrderOfTheFileAndAddsNothing() {
            assertThat(tokenizer.vocabulary()).isEqualTo(265);
            assertThat(tokenizer.separator()).isEqualTo(264);
            assertThat(tokenizer.encode("the cats the")).containsExactly(THE, SPACE_CAT, S, SPACE_THE);
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.encode("the".repeat(100))).hasSize(100).containsOnly(THE);
        }

        @Test
        void everyTextComesBackAndItsTokensHaveItsBytes() {
            for (String text : HardTexts.all()) {
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
                assertBytesAddUp(tokenizer, text);
            }
            assertThat(tokenizer.bytes("the cats the")).containsExactly(3, 4, 1, 4);
        }

        @Test
        void textThatSpellsTheSeparatorIsText() {
            for (String text : new String[] {
                "<|endoftext|>", "日<|endoftext|>👩<|endoftext|><|endoftext|> the", "<<|endoftext|>|endoftext|>"
            }) {
                int[] ids = tokenizer.encode(text);
                assertThat(ids).doesNotContain(tokenizer.separator());
                assertThat(tokenizer.decode(ids)).isEqualTo(text);
                assertBytesAddUp(tokenizer, text);
            }
            assertThat(tokenizer.decode(new int[] {264, THE, 264, SPACE_CAT})).isEqualTo("the cat");
        }
    }

    @Nested
    class OfWordPieces {
        private final Tokenizer tokenizer = new FileTokenizer(file("wordpiece.json"), "wordpiece.json");

        @Test
        void readsWordsAndTheirPiecesAndAddsNothing() {
            assertThat(tokenizer.vocabulary()).isEqualTo(17);
            int[] ids = tokenizer.encode("The  CATS sat.");
            assertThat(ids).containsExactly(9, 10, 13, 12, 8);
            assertThat(tokenizer.decode(ids)).isEqualTo("the cats sat.");
        }

        @Test
        void countsTheBytesOfTheTextRatherThanOfWhatIsLeftOfIt() {
            assertThat(tokenizer.bytes("The  CATS sat. \n")).containsExactly(3, 5, 1, 4, 3);
            assertThat(tokenizer.bytes("Café 犬 the")).containsExactly(5, 4, 4);
            for (String text : HardTexts.all()) {
                assertBytesAddUp(tokenizer, text);
            }
        }

        @Test
        void textThatSpellsTheSeparatorIsText() {
            assertThat(tokenizer.separator()).isEqualTo(3);
            String text = "the[SEP]cat [SEP]";
            assertThat(tokenizer.encode(text)).doesNotContain(3);
            assertThat(tokenizer.decode(tokenizer.encode("[on]"))).isEqualTo("[ on ]");
            assertBytesAddUp(tokenizer, text);
        }
    }

    @Nested
    class OfSentencePieces {
        private final Tokenizer tokenizer = new FileTokenizer(file("unigram.json"), "unigram.json");

        @Test
        void readsPiecesWithTheirSpaces() {
            int[] ids = tokenizer.encode("the cats");
            assertThat(ids).containsExactly(4, 5, 6);
            assertThat(tokenizer.decode(ids)).isEqualTo("the cats");
            assertThat(tokenizer.vocabulary()).isEqualTo(12);
        }

        @Test
        void countsTheBytesOfTheTextBeforeItsNormalForm() {
            assertThat(tokenizer.bytes("the cats")).containsExactly(3, 4, 1);
            for (String text : HardTexts.all()) {
                assertBytesAddUp(tokenizer, text);
            }
        }

        /** Its list of pieces has the separator too, and a normal form that makes it of other characters. */
        @Test
        void textThatSpellsTheSeparatorIsText() {
            assertThat(tokenizer.separator()).isEqualTo(2);
            for (String text : new String[] {"the</s> cat", "</s></s>", "the ＜／s＞"}) {
                assertThat(tokenizer.encode(text)).as(text).isNotEmpty().doesNotContain(2);
                assertBytesAddUp(tokenizer, text);
            }
        }
    }

    @Nested
    class ThatCannotBe {
        private String refusal(String json) {
            InvalidInput[] thrown = new InvalidInput[1];
            assertThatThrownBy(() -> new FileTokenizer(json.getBytes(StandardCharsets.UTF_8), "some/tokenizer.json"))
                    .isInstanceOfSatisfying(InvalidInput.class, refused -> thrown[0] = refused);
            assertThat(thrown[0]).hasMessageStartingWith("tokenizer 'some/tokenizer.json' ");
            return String.valueOf(thrown[0].getMessage());
        }

        private static String wordLevel(String vocabulary, String added, String model) {
            return """
                    {"version": "1.0", "added_tokens": [%s], "pre_tokenizer": {"type": "Whitespace"},
                     "model": {"type": "WordLevel", "unk_token": "a", "vocab": {%s} %s}}""".formatted(added, vocabulary, model);
        }

        private static String added(int id, String content) {
            return String.format(Locale.ROOT, """
                    {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
                     "normalized": false, "special": true}""", id, content);
        }

        @Test
        void hasNoEndOfText() {
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "[CLS]"), "")))
                    .contains("has none of <|endoftext|>, <|end_of_text|>, </s>, <eos>, [SEP] among its added_tokens");
        }

        @Test
        void isNotJson() {
            assertThat(refusal("{\"model\"")).contains("cannot be read");
        }

        @Test
        void hasNoVocabulary() {
            assertThat(refusal("{\"name\": \"something else\"}")).contains("has no vocabulary");
        }

        @Test
        void isOfAKindThatTheLibraryDoesNotKnow() {
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "</s>"), "").replace("WordLevel", "Words")))
                    .contains("cannot be used: ");
        }

        @Test
        void countsItsIdsInAWayThatTheLibraryDoesNot() {
            assertThat(refusal(wordLevel("\"a\": 0", added(7, "</s>"), "")))
                    .contains("gives </s> the id 7, but reads it as [1]");
        }

        @Test
        void splitsWordsAtRandom() {
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "</s>"), ", \"dropout\": 0.1")))
                    .contains("model.dropout");
        }

        @Test
        void hasIdsThatAreNone() {
            for (String id : new String[] {"-1", "1.5", "null", "\"1\"", "2147483647", "4294967296"}) {
                assertThat(refusal(wordLevel("\"a\": " + id, added(1, "</s>"), "")))
                        .contains("is damaged: it has a token with the id " + id);
            }
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "</s>").replace("\"id\"", "\"number\""), "")))
                    .contains("a token with the id nothing");
        }

        /** Native code would end the whole process. */
        @Test
        void hasNumbersAndTokensThatNativeCodeDoesNotSurvive() {
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "</s>"), ", \"more\": 1e400")))
                    .contains("is damaged: it has a number beyond every range");
            assertThat(refusal(wordLevel("\"a\": 0, \"" + "b".repeat(5_000) + "\": 1", added(2, "</s>"), "")))
                    .contains("is damaged: it has a token of 5000 characters");
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "b".repeat(5_000)), "")))
                    .contains("is damaged: it has a token of 5000 characters");
        }

        /** Not first when a document has one. */
        @Test
        void hasNoTokenForCharactersThatItDoesNotKnow() {
            assertThat(refusal(wordLevel("\"a\": 0", added(1, "</s>"), "")
                            .replace("\"unk_token\": \"a\"", "\"unk_token\": \"u\"")))
                    .contains("cannot be used: ");
        }

        @Test
        void isNoText() {
            byte[] json = wordLevel("\"a\": 0", added(1, "</s>"), "").getBytes(StandardCharsets.UTF_8);
            json[3] = (byte) 0xFF;
            assertThatThrownBy(() -> new FileTokenizer(json, "some/tokenizer.json"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("is no text in UTF-8");
        }

        @Test
        void isSeparatedByTheFirstEndOfTextOfTheList() {
            String both = added(1, "[SEP]") + ", " + added(2, "<eos>");
            byte[] json = wordLevel("\"a\": 0", both, "").getBytes(StandardCharsets.UTF_8);
            try (Tokenizer tokenizer = new FileTokenizer(json, "both")) {
                assertThat(tokenizer.separator()).isEqualTo(2);
            }
        }
    }
}
