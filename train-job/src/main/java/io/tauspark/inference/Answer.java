package io.tauspark.inference;

import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.tokens.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer of a model to a question: the one that it finds most probable, given what is before it.
 *
 * @param chosen number of the answer, from 1; the right one only if its score is above all others
 * @param scores of all answers, log-probabilities in nats: of a continuation by its bytes, since continuations differ in length;
 *     of a word and all that follows it
 * @param bytes of the document in UTF-8
 * @param logProbability of the document, nats
 */
record Answer(int chosen, double[] scores, int bytes, double logProbability) {

    static Answer of(Question question, TauGpt gpt, Tokenizer tokenizer) {
        List<String> texts = question.texts();
        double[][] logs = logProbabilities(
                gpt, texts.stream().map(tokenizer::encodeDocument).toArray(int[][]::new));
        int given = question.beginning().getBytes(StandardCharsets.UTF_8).length;
        double[] scores = new double[logs.length];
        int bytes = 0;
        int right = question.right() - 1;
        for (int option = 0; option < scores.length; option++) {
            int[] of = tokenizer.bytes(texts.get(option));
            int end = 0;
            for (int token = 0; token < of.length; token++) {
                end += of[token];
                // A token that reaches beyond what is given belongs to the answer as a whole.
                scores[option] += end > given ? logs[option][token] : 0;
            }
            scores[option] /= question.task() == Task.CONTINUATION ? end - given : 1;
            bytes = option == right ? end : bytes;
        }
        return new Answer(
                1 + chosen(scores, right),
                scores,
                bytes,
                Arrays.stream(logs[right]).sum());
    }

    private static int chosen(double[] scores, int right) {
        int chosen = right;
        for (int option = 0; option < scores.length; option++) {
            // Neither a tie nor a score that is no number is a right answer.
            if (option != right
                    && (chosen == right ? !(scores[option] < scores[right]) : scores[option] > scores[chosen])) {
                chosen = option;
            }
        }
        return chosen;
    }

    /**
     * Log-probabilities of all tokens of texts but the first, each after those before it. Of a text longer than the context
     * windows overlap by half, so that at least half a context is before every token that has so much before it.
     *
     * @param texts ids
     * @return [texts, tokens − 1]
     */
    static double[][] logProbabilities(TauGpt gpt, int[][] texts) {
        int context = gpt.config().context();
        int longest =
                Arrays.stream(texts).mapToInt(text -> text.length - 1).max().orElse(0);
        double[][] found =
                Arrays.stream(texts).map(text -> new double[text.length - 1]).toArray(double[][]::new);
        int known = 0;
        for (int start = 0; known < longest; start += (context + 1) / 2) {
            int from = start;
            int done = known;
            int end = Math.min(longest, start + context);
            int[] rows = IntStream.range(0, texts.length)
                    .filter(text -> found[text].length > done)
                    .toArray();
            // Behind the end of a text are zeros, which no token before them sees.
            double[][] losses = gpt.tokenLosses(Arrays.stream(rows)
                    .mapToObj(text -> Arrays.copyOfRange(texts[text], from, end + 1))
                    .toArray(int[][]::new));
            for (int row = 0; row < rows.length; row++) {
                double[] of = found[rows[row]];
                for (int token = known; token < Math.min(end, of.length); token++) {
                    of[token] = -losses[row][token - start];
                }
            }
            known = end;
        }
        return found;
    }
}
