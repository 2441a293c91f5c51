package io.tauspark.bench.recall;

import io.tauspark.bench.recall.RecallResult.DistanceClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts right answers by distance. */
final class Examination {
    private final Distances distances;
    private final long[] asked;
    private final long[] answered;

    Examination(Distances distances) {
        this.distances = distances;
        this.asked = new long[distances.classes()];
        this.answered = new long[distances.classes()];
    }

    /** Marks the answers to one sequence, [inputs]; what is said where nothing is asked does not count. */
    void mark(RecallSequence sequence, int[] answers) {
        int[] targets = sequence.targets();
        for (int i = 0; i < targets.length; i++) {
            if (sequence.distances()[i] > 0) {
                int number = distances.classOf(sequence.distances()[i]);
                asked[number]++;
                answered[number] += answers[i] == targets[i] ? 1 : 0;
            }
        }
    }

    List<DistanceClass> classes() {
        List<DistanceClass> classes = new ArrayList<>();
        for (int k = 0; k < asked.length; k++) {
            classes.add(new DistanceClass(distances.from(k), distances.to(k), asked[k], answered[k]));
        }
        return classes;
    }

    /** Questions of all classes. */
    long questions() {
        return Arrays.stream(asked).sum();
    }

    /** Right answers in all classes. */
    long rightAnswers() {
        return Arrays.stream(answered).sum();
    }

    /** Share of right answers in all classes, each weighing the same. */
    double success() {
        return classes().stream()
                .filter(found -> found.asked() > 0)
                .mapToDouble(found -> (double) found.answered() / found.asked())
                .average()
                .orElse(0);
    }
}
