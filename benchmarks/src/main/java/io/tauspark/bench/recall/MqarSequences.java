package io.tauspark.bench.recall;

import io.tauspark.model.Seeds;
import io.tauspark.model.torch.TauGpt;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Sequences of multi-query associative recall, each by its number alone. All pairs stand at the beginning, a key from the
 * lower half of the vocabulary and a value from the upper; behind them each key comes once more, and its value is the answer
 * there. What is left is filled with any ids. Questions come soon rather than late: places have weights that fall with
 * their distance by a power law.
 *
 * <p>Source: Zoology (Arora et al. 2023, arXiv 2312.04927), its function {@code multiquery_ar} with {@code power_a} = 0.01.
 *
 * @param form how pairs are written
 * @param vocabulary number of ids
 * @param paper size of a sequence
 * @param seed of all sequences
 * @param purpose tells sequences to learn from, to choose by and to be tested with apart
 */
record MqarSequences(MqarForm form, int vocabulary, MqarPaper paper, long seed, String purpose) {
    private static final double POWER = 0.01;
    private static final int FREE = -1;

    RecallSequence at(long number) {
        Random random = new Random(Seeds.of(seed, purpose + " mqar " + form.title() + " " + paper, number));
        int pairs = paper.pairs();
        int[] keys = distinct(MqarForm.BLANK + 1, vocabulary / 2, pairs, random);
        int[] values = distinct(vocabulary / 2, vocabulary, pairs, random);
        int parts = form.parts();
        int width = form.tokensOfPair();
        int[] inputs = new int[paper.tokens() * parts];
        int[] targets = new int[paper.tokens()];
        int[] distances = new int[paper.tokens()];
        Arrays.fill(inputs, FREE);
        Arrays.fill(targets, TauGpt.UNSCORED);
        int[] places = places(random);
        for (int pair = 0; pair < pairs; pair++) {
            int first = width * pair;
            int again = width * (pairs + places[pair]);
            inputs[first * parts] = keys[pair];
            inputs[first * parts + 1] = values[pair];
            inputs[again * parts] = keys[pair];
            targets[again] = values[pair];
            distances[again] = again - first;
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == FREE) {
                inputs[i] = i % parts == 0 ? random.nextInt(vocabulary) : MqarForm.BLANK;
            }
        }
        return new RecallSequence(inputs, targets, distances);
    }

    /** Consecutive sequences. */
    RecallSequence[] batch(long first, int count) {
        RecallSequence[] batch = new RecallSequence[count];
        Arrays.setAll(batch, i -> at(first + i));
        return batch;
    }

    /**
     * A place for each question, drawn one after the other without putting back. Drawing by weights is the order of
     * exponential waiting times with these weights as rates (Efraimidis and Spirakis 2006).
     */
    private int[] places(Random random) {
        int space = paper.tokens() / form.tokensOfPair() - paper.pairs();
        double[] waits = IntStream.rangeClosed(1, space)
                .mapToDouble(place -> -Math.log(1 - random.nextDouble()) / Math.pow(place, POWER - 1))
                .toArray();
        return IntStream.range(0, space)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> waits[place]))
                .limit(paper.pairs())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] distinct(int from, int to, int count, Random random) {
        Set<Integer> found = new LinkedHashSet<>();
        while (found.size() < count) {
            found.add(from + random.nextInt(to - from));
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
