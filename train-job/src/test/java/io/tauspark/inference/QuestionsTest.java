package io.tauspark.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.shards.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final QuestionConfig CONFIG = config(3, 0.2);

    private static QuestionConfig config(int distractors, double mostShare) {
        return new QuestionConfig(List.of(Task.CONTINUATION, Task.CLOZE), 1000, 64, 0.5, distractors, 2, mostShare, 7);
    }

    /** Words that are rarer the higher their number. */
    private static List<Document> documents(int count) {
        Random random = new Random(5);
        return IntStream.range(0, count)
                .mapToObj(number -> new Document(
                        "d" + number,
                        IntStream.range(0, 6 + random.nextInt(20))
                                        .mapToObj(place -> "w" + (int) Math.pow(150, random.nextDouble()))
                                        .collect(Collectors.joining(" "))
                                + "."))
                .toList();
    }

    @Test
    void theRightAnswerMakesTheDocumentAndTheOthersDoNot() {
        List<Document> documents = documents(200);
        Map<String, String> texts = new HashMap<>();
        documents.forEach(document -> texts.put(document.id(), document.text()));
        List<Question> questions = Questions.of(documents, CONFIG);
        assertThat(questions).hasSizeGreaterThan(350);
        for (Question question : questions) {
            assertThat(question.options()).hasSize(4).doesNotHaveDuplicates();
            List<String> filled = question.texts();
            assertThat(filled.get(question.right() - 1)).isEqualTo(texts.get(question.id()));
            assertThat(Collections.frequency(filled, texts.get(question.id()))).isEqualTo(1);
        }
        assertThat(questions.stream().map(Question::right).distinct()).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void continuationsAreThoseOfOtherDocumentsAndNearlyAsLong() {
        List<Document> documents = documents(400);
        Set<String> continuations = new HashSet<>();
        for (Document document : documents) {
            List<MatchResult> words = Words.of(document.text());
            continuations.add(
                    document.text().substring(words.get(words.size() / 2).start()));
        }
        for (Question question : Questions.of(documents, CONFIG)) {
            if (question.task() == Task.CONTINUATION) {
                assertThat(continuations).containsAll(question.options());
                int length = question.options().get(question.right() - 1).length();
                // The lengths of 400 documents lie at most this far apart among six neighbours, but at the longest.
                assertThat(question.options()).allMatch(option -> Math.abs(option.length() - length) <= 12);
            }
        }
    }

    @Test
    void wordsInAPlaceAreAboutAsFrequentAndNotOfTheDocument() {
        List<Document> documents = documents(200);
        Map<String, Long> frequencies = documents.stream()
                .flatMap(document -> Words.of(document.text()).stream()
                        .map(MatchResult::group)
                        .distinct())
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
        for (Question question : Questions.of(documents, CONFIG)) {
            if (question.task() == Task.CLOZE) {
                String right = question.options().get(question.right() - 1);
                assertThat(question.beginning()).isNotBlank();
                for (String option : question.options()) {
                    assertThat(frequencies.get(option)).isBetween(2L, 40L);
                    double ratio = (double) frequencies.getOrDefault(option, 0L) / frequencies.getOrDefault(right, 0L);
                    assertThat(ratio).isBetween(0.4, 2.5);
                    if (!option.equals(right)) {
                        assertThat(question.beginning() + question.rest())
                                .doesNotContainPattern("\\b" + option + "\\b");
                    }
                }
            }
        }
    }

    @Test
    void questionsDoNotDependOnTheOrderOfTheDocumentsButOnTheSeed() {
        List<Document> shuffled = new ArrayList<>(documents(100));
        Collections.shuffle(shuffled, new Random(3));
        assertThat(Questions.of(shuffled, CONFIG))
                .containsExactlyInAnyOrderElementsOf(Questions.of(documents(100), CONFIG));
        QuestionConfig other = new QuestionConfig(CONFIG.tasks(), 1000, 64, 0.5, 3, 2, 0.2, 8);
        assertThat(Questions.of(shuffled, other)).isNotEqualTo(Questions.of(shuffled, CONFIG));
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        assertThatThrownBy(() -> Questions.of(documents(3), CONFIG))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("distractors = 3 needs 4 documents of at least 4 words");
        List<Document> same = IntStream.range(0, 20)
                .mapToObj(number -> new Document("d" + number, "always the same words"))
                .toList();
        assertThatThrownBy(() -> Questions.of(same, CONFIG))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no beginning of a document has 3 other texts");
        assertThatThrownBy(() -> Questions.of(documents(100), config(3, 1e-6)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no word of the 100 documents can be asked for");
    }

    @Test
    void theOpeningOfATextEndsWithAWord() {
        assertThat(Words.opening("one two, three four five.", 4)).isEqualTo("one two, three four");
        assertThat(Words.opening("one two, three four five.", 5)).isEqualTo("one two, three four five.");
        assertThat(Words.opening("one two three", 64)).isEmpty();
        assertThat(Words.opening("1 2 3 4 5 \uD83E\uDD80", 64)).isEmpty();
        assertThat(Words.opening("a b c d " + "9".repeat(1_000_000), 4)).isEqualTo("a b c d");
    }
}
