package io.tauspark.inference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.config.InvalidInput;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.shards.Document;
import io.tauspark.shards.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Questions about documents whose wrong answers come from other documents. They depend on the documents, their ids and the seed
 * alone: what is drawn has the smallest hashes.
 */
final class Questions {
    /** Candidates for each wrong answer. More of them would be less alike, fewer would meet again and again. */
    private static final int CANDIDATES = 4;

    private final List<Document> documents;
    private final QuestionConfig config;

    private Questions(List<Document> documents, QuestionConfig config) {
        this.documents = documents;
        this.config = config;
    }

    /**
     * Chooses documents and asks about them.
     *
     * @param documents columns {@code id} and {@code text}
     * @throws InvalidInput if they are too few, or no word can be asked for
     */
    static List<Question> of(Dataset<Row> documents, QuestionConfig config) {
        long seed = config.seed();
        int words = config.words();
        UDF1<String, Long> place = id -> Fingerprint.of(seed, id);
        UDF1<String, String> opening = text -> Words.opening(text, words);
        List<Document> chosen = documents
                .select(
                        col("id"),
                        udf(opening, DataTypes.StringType).apply(col("text")).as("text"),
                        udf(place, DataTypes.LongType).apply(col("id")).as("place"))
                .filter(col("text").notEqual(""))
                .orderBy("place", "id")
                .limit(config.documents())
                .collectAsList()
                .stream()
                .map(row -> new Document(row.getString(0), row.getString(1)))
                .toList();
        return of(chosen, config);
    }

    /** Asks about documents, each of which has at least {@link Words#FEWEST} words. */
    static List<Question> of(List<Document> documents, QuestionConfig config) {
        if (documents.size() <= config.distractors()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "distractors = %d needs %d documents of at least %d words, for each wrong answer comes from another one,"
                            + " and there are %d: give more documents, or set distractors to less",
                    config.distractors(),
                    config.distractors() + 1,
                    Words.FEWEST,
                    documents.size()));
        }
        Questions asking = new Questions(documents, config);
        List<Question> questions = new ArrayList<>();
        for (Task task : config.tasks()) {
            List<Question> found = task == Task.CONTINUATION ? asking.continuations() : asking.clozes();
            if (found.isEmpty()) {
                throw new InvalidInput(asking.none(task));
            }
            questions.addAll(found);
        }
        return questions;
    }

    private String none(Task task) {
        return task == Task.CONTINUATION
                ? String.format(
                        Locale.ROOT,
                        "no beginning of a document has %d other texts that could follow it: the texts of the %d documents"
                                + " are nearly all the same; give others",
                        config.distractors(),
                        documents.size())
                : String.format(
                        Locale.ROOT,
                        "no word of the %d documents can be asked for: it needs to stand in at least %d of them and at"
                                + " most %s of all, and %d like it that the document lacks; give more documents, change"
                                + " cloze.least-documents or cloze.most-share, or set tasks=[continuation]",
                        documents.size(),
                        config.leastDocuments(),
                        config.mostShare(),
                        config.distractors());
    }

    /** A document cut in two where a word begins. */
    private record Halves(String id, String beginning, String continuation, int bytes) {}

    private List<Question> continuations() {
        List<Halves> sorted = documents.stream()
                .map(this::halves)
                .sorted(Comparator.comparingInt(Halves::bytes).thenComparing(Halves::id))
                .toList();
        List<Question> questions = new ArrayList<>();
        for (int place = 0; place < sorted.size(); place++) {
            Halves own = sorted.get(place);
            Set<String> taken = Set.of(own.continuation);
            List<String> wrong =
                    drawn(own.id, Task.CONTINUATION, sorted, place, Halves::id, Halves::continuation, taken);
            ask(own.id, Task.CONTINUATION, own.beginning, own.continuation, "", wrong, questions);
        }
        return questions;
    }

    private Halves halves(Document document) {
        String text = document.text();
        List<MatchResult> words = Words.of(text);
        int given = Math.max(1, (int) Math.min(words.size() - 1, Math.floor(words.size() * config.beginning())));
        int cut = words.get(given).start();
        String continuation = text.substring(cut);
        return new Halves(document.id(), text.substring(0, cut), continuation, bytes(continuation));
    }

    private List<Question> clozes() {
        Map<String, Integer> frequencies = new HashMap<>();
        for (Document document : documents) {
            distinct(document.text()).forEach(word -> frequencies.merge(word, 1, Integer::sum));
        }
        double most = config.mostShare() * documents.size();
        List<String> pool = frequencies.entrySet().stream()
                .filter(word -> word.getValue() >= config.leastDocuments() && word.getValue() <= most)
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Integer> places =
                IntStream.range(0, pool.size()).boxed().collect(Collectors.toMap(pool::get, place -> place));
        List<Question> questions = new ArrayList<>();
        for (Document document : documents) {
            String id = document.id();
            String text = document.text();
            // The first word has nothing before it.
            Words.of(text).stream()
                    .skip(1)
                    .filter(word -> places.containsKey(word.group()))
                    .min(Comparator.comparingLong(
                            word -> Fingerprint.of(config.seed(), id + '\n' + word.start() + '\n' + word.group())))
                    .ifPresent(word -> {
                        String right = word.group();
                        List<String> wrong = drawn(
                                id,
                                Task.CLOZE,
                                pool,
                                places.getOrDefault(right, 0),
                                Function.identity(),
                                Function.identity(),
                                distinct(text));
                        String beginning = text.substring(0, word.start());
                        ask(id, Task.CLOZE, beginning, right, text.substring(word.end()), wrong, questions);
                    });
        }
        return questions;
    }

    private static Set<String> distinct(String text) {
        return Words.of(text).stream().map(MatchResult::group).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Draws wrong answers among those next to the right one.
     *
     * @param sorted so that neighbours are alike
     * @param place of the right answer
     * @param taken texts that are no wrong answers
     */
    private <T> List<String> drawn(
            String id,
            Task task,
            List<T> sorted,
            int place,
            Function<T, String> name,
            Function<T, String> text,
            Set<String> taken) {
        int reach = CANDIDATES * config.distractors() / 2;
        int from = Math.max(0, Math.min(place - reach, sorted.size() - 1 - 2 * reach));
        return sorted.subList(from, Math.min(sorted.size(), from + 2 * reach + 1)).stream()
                .filter(candidate -> !taken.contains(text.apply(candidate)))
                .sorted(Comparator.comparingLong(
                        candidate -> Fingerprint.of(config.seed(), task + "\n" + id + '\n' + name.apply(candidate))))
                .map(text)
                .distinct()
                .limit(config.distractors())
                .toList();
    }

    /** Adds a question, unless it has too few wrong answers. */
    private void ask(
            String id,
            Task task,
            String beginning,
            String right,
            String rest,
            List<String> wrong,
            List<Question> questions) {
        if (wrong.size() == config.distractors()) {
            int place = Math.floorMod(Fingerprint.of(config.seed(), task + "\n" + id), wrong.size() + 1);
            List<String> options = new ArrayList<>(wrong);
            options.add(place, right);
            questions.add(new Question(id, task, beginning, List.copyOf(options), rest, place + 1));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
